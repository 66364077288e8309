"""Posts that sign for a head for a while, with the paper that says so; what the database itself refuses of both."""

import django.db.models.deletion
from django.db import migrations, models

from tiendo.foundation.accounts import constraints


def drop_former(apps, schema_editor):
    constraints.drop(schema_editor)


def install_former(apps, schema_editor):
    constraints.install(schema_editor)


def install(apps, schema_editor):
    constraints.install(schema_editor, acting=True)
    constraints.install_delegations(schema_editor)


def drop(apps, schema_editor):
    constraints.drop(schema_editor)
    constraints.drop_delegations(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_equal_posts_never_overlap'),
        ('places', '0002_placements_never_overlap'),
    ]

    operations = [
        migrations.RunPython(drop_former, install_former),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('manner', models.CharField(choices=[('KT.', 'KT. (ký thay)'), ('TL.', 'TL. (thừa lệnh)'), ('TUQ.', 'TUQ. (thừa ủy quyền)')], max_length=4, verbose_name='cách ký')),
                ('number', models.CharField(max_length=80, verbose_name='số văn bản')),
                ('dated', models.DateField(verbose_name='ngày văn bản')),
                ('starts', models.DateField(verbose_name='từ ngày')),
                ('ends', models.DateField(verbose_name='thôi từ ngày')),
                ('request', models.UUIDField(unique=True)),
                ('given_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'ủy quyền ký',
                'verbose_name_plural': 'ủy quyền ký',
                'ordering': ('-starts', '-id'),
            },
        ),
        migrations.AddField(
            model_name='post',
            name='acts_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='ký thay cho'),
        ),
        migrations.AddField(
            model_name='post',
            name='powers',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='được ký'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('acts_for__isnull', True), ('powers', '')), models.Q(('acts_for__isnull', False), ('ends__isnull', False), models.Q(('powers', ''), _negated=True)), _connector='OR'), name='accounts_post_acts_for_a_while_and_in_something'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='from_post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_on', to='accounts.post', verbose_name='người ủy quyền'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='given_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='post',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delegation', to='accounts.post', verbose_name='chức vụ ký thay'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='revoked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='to_post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='người ký thay'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='accounts_delegation_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('manner__in', ['KT.', 'TL.', 'TUQ.'])), name='accounts_delegation_manner_known'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('from_post', models.F('to_post')), _negated=True), name='accounts_delegation_to_another'),
        ),
        migrations.RunPython(install, drop),
    ]
