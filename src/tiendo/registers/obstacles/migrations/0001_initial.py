import django.db.models.deletion
import tiendo.foundation.privacy.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_equal_posts_never_overlap'),
        ('assignments', '0002_directives'),
        ('places', '0002_placements_never_overlap'),
        ('plans', '0004_terms_of_the_pack'),
        ('reporting', '0005_live_sheets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Obstacle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('text', tiendo.foundation.privacy.fields.NarrativeField(max_length=1000, purpose='Khó khăn, vướng mắc và điều cần cấp trên giải quyết')),
                ('raised_at', models.DateTimeField()),
                ('period', models.CharField(max_length=8)),
                ('request', models.UUIDField(unique=True)),
                ('folded', tiendo.foundation.privacy.fields.NarrativeField(blank=True, max_length=1200, purpose='Nội dung và đơn vị viết không dấu, để tìm')),
                ('state', models.CharField(choices=[('waiting', 'Chờ trả lời'), ('asked', 'Chờ bên nêu bổ sung'), ('answered', 'Đã trả lời, chờ xác nhận'), ('closed', 'Đã giải quyết'), ('withdrawn', 'Đã rút')], default='waiting', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='obstacles', to='plans.clause')),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='obstacles', to='reporting.report')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='obstacles', to='assignments.task')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obstacles', to='places.unit')),
            ],
            options={
                'ordering': ('-raised_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('district', 'huyện'), ('department', 'cơ quan thường trực'), ('province', 'UBND tỉnh')], max_length=10)),
                ('began_at', models.DateTimeField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('days_left', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('late', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, choices=[('', 'đang giữ'), ('answered', 'đã trả lời'), ('forwarded', 'chuyển lên'), ('escalated', 'bên nêu đề nghị lên cấp trên'), ('expired', 'quá hạn, tự chuyển lên'), ('abolished', 'đơn vị không còn, chuyển lên'), ('withdrawn', 'bên nêu rút')], default='', max_length=10)),
                ('obstacle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='obstacles.obstacle')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
            ],
            options={
                'ordering': ('began_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answered', 'Giải quyết'), ('forwarded', 'Chuyển lên'), ('asked', 'Trả lại hỏi thêm'), ('replied', 'Bổ sung'), ('escalated', 'Đề nghị lên cấp trên'), ('expired', 'Tự chuyển lên'), ('abolished', 'Chuyển theo sắp xếp đơn vị'), ('confirmed', 'Xác nhận'), ('reopened', 'Nêu lại'), ('withdrawn', 'Rút'), ('settled', 'Tự kết thúc')], max_length=10)),
                ('text', tiendo.foundation.privacy.fields.NarrativeField(max_length=1000, purpose='Trao đổi về khó khăn, vướng mắc của cơ quan, đơn vị')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('obstacle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='obstacles.obstacle')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.AddIndex(
            model_name='obstacle',
            index=models.Index(fields=['unit', 'period'], name='obstacle_of_unit'),
        ),
        migrations.AddIndex(
            model_name='obstacle',
            index=models.Index(fields=['clause', 'state'], name='obstacle_of_clause'),
        ),
        migrations.AddIndex(
            model_name='obstacle',
            index=models.Index(fields=['state', 'answered_at'], name='obstacle_by_state'),
        ),
        migrations.AddConstraint(
            model_name='obstacle',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'asked', 'answered', 'closed', 'withdrawn'])), name='obstacle_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='obstacle',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='obstacle_says_something'),
        ),
        migrations.AddConstraint(
            model_name='obstacle',
            constraint=models.CheckConstraint(condition=models.Q(('clause__isnull', False), ('task__isnull', False), ('report__isnull', False), _connector='OR'), name='obstacle_is_of_a_clause_task_or_report'),
        ),
        migrations.AddConstraint(
            model_name='obstacle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('state__in', ['answered', 'closed'])), models.Q(models.Q(('state__in', ['answered', 'closed']), _negated=True), ('answered_at__isnull', True)), _connector='OR'), name='obstacle_answered_stamp'),
        ),
        migrations.AddConstraint(
            model_name='obstacle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['closed', 'withdrawn'])), models.Q(models.Q(('state__in', ['closed', 'withdrawn']), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='obstacle_closed_stamp'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(fields=['unit', 'due_on'], name='turn_of_unit'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['due_on'], name='turn_open_by_day'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('obstacle',), name='turn_one_is_open'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['district', 'department', 'province'])), name='turn_level_is_known'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ending', '')), models.Q(('ended_at__isnull', False), ('ending__in', ['answered', 'forwarded', 'escalated', 'expired', 'abolished', 'withdrawn'])), _connector='OR'), name='turn_ends_in_some_way'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='turn_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('late', False), ('due_on__isnull', False), _connector='OR'), name='turn_late_had_a_day'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__isnull', False), ('days_left__isnull', False), _connector='OR'), name='turn_due_or_stopped'),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='obstacle_word_says_something'),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), ('kind__in', ['expired', 'abolished', 'settled']), _connector='OR'), name='obstacle_word_is_somebodys'),
        ),
    ]
