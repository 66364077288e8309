"""A plan written for the tests: in the manner of provincial plans, of no real province's text."""

UNSEEN = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG BÌNH
Số: 245/KH-UBND
Đồng Hới, ngày 15 tháng 01 năm 2018

KẾ HOẠCH
Truyền thông và hỗ trợ tại cộng đồng năm 2018

Căn cứ Quyết định số 361/QĐ-TTg ngày 07/3/2017 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh Quảng Bình ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Nâng cao nhận thức của cán bộ và nhân dân về công tác hỗ trợ tại cộng đồng.

2. Yêu cầu

- Phấn đấu 80% xã, phường, thị trấn tổ chức được ít nhất một hình thức tuyên truyền trong năm.

- Xây dựng ít nhất 02 mô hình hỗ trợ tại cộng đồng; duy trì thường xuyên.

II. NHIỆM VỤ

- Tổ chức tuyên truyền trên báo, đài và hệ thống loa truyền thanh cơ sở.

- Kiểm tra các cơ sở kinh doanh dịch vụ. Xử lý nghiêm các vi phạm phát hiện được.

III. PHÂN CÔNG THỰC HIỆN

1. Sở Lao động - Thương binh và Xã hội

- Chủ trì, hướng dẫn tổ chức thực hiện Kế hoạch.

- Tổng hợp, báo cáo kết quả định kỳ.

2. Sở Thông tin và Truyền thông

- Hướng dẫn báo, đài tuyên truyền về công tác hỗ trợ tại cộng đồng.

3. Viện kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh

Phối hợp truy tố, xét xử kịp thời các vụ án. Xét xử lưu động để giáo dục chung.

4. Hội Chữ thập xanh

- Vận động hội viên giúp đỡ người có hoàn cảnh khó khăn.

5. UBND các huyện, thị xã, thành phố

- Xây dựng kế hoạch và bố trí kinh phí thực hiện.

Trên đây là Kế hoạch năm 2018, yêu cầu các đơn vị nghiêm túc thực hiện./.
"""
