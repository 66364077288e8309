"""Addresses of re-organisations."""



app_name = "reorganising"
urlpatterns = []
