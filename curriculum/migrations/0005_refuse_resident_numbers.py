import consortium.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('curriculum', '0004_track_withdrawals'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attainment',
            name='evidence',
            field=models.CharField(max_length=200, validators=[consortium.validators.refuse_resident_number], verbose_name='evidence'),
        ),
        migrations.AlterField(
            model_name='attainmentevent',
            name='evidence',
            field=models.CharField(max_length=200, validators=[consortium.validators.refuse_resident_number], verbose_name='evidence'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='issuer',
            field=models.CharField(blank=True, max_length=100, validators=[consortium.validators.refuse_resident_number], verbose_name='issued by'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='name',
            field=models.CharField(max_length=100, validators=[consortium.validators.refuse_resident_number], verbose_name='certificate'),
        ),
        migrations.AlterField(
            model_name='contact',
            name='address',
            field=models.CharField(blank=True, max_length=200, validators=[consortium.validators.refuse_resident_number], verbose_name='address'),
        ),
        migrations.AlterField(
            model_name='contact',
            name='guardian_name',
            field=models.CharField(blank=True, max_length=50, validators=[consortium.validators.refuse_resident_number], verbose_name='guardian'),
        ),
        migrations.AlterField(
            model_name='contact',
            name='guardian_phone',
            field=models.CharField(blank=True, max_length=30, validators=[consortium.validators.refuse_resident_number], verbose_name="guardian's telephone"),
        ),
        migrations.AlterField(
            model_name='contact',
            name='guardian_relation',
            field=models.CharField(blank=True, max_length=20, validators=[consortium.validators.refuse_resident_number], verbose_name='relation'),
        ),
        migrations.AlterField(
            model_name='contact',
            name='phone',
            field=models.CharField(blank=True, max_length=30, validators=[consortium.validators.refuse_resident_number], verbose_name='telephone'),
        ),
        migrations.AlterField(
            model_name='contactevent',
            name='address',
            field=models.CharField(blank=True, max_length=200, validators=[consortium.validators.refuse_resident_number], verbose_name='address'),
        ),
        migrations.AlterField(
            model_name='contactevent',
            name='guardian_name',
            field=models.CharField(blank=True, max_length=50, validators=[consortium.validators.refuse_resident_number], verbose_name='guardian'),
        ),
        migrations.AlterField(
            model_name='contactevent',
            name='guardian_phone',
            field=models.CharField(blank=True, max_length=30, validators=[consortium.validators.refuse_resident_number], verbose_name="guardian's telephone"),
        ),
        migrations.AlterField(
            model_name='contactevent',
            name='guardian_relation',
            field=models.CharField(blank=True, max_length=20, validators=[consortium.validators.refuse_resident_number], verbose_name='relation'),
        ),
        migrations.AlterField(
            model_name='contactevent',
            name='phone',
            field=models.CharField(blank=True, max_length=30, validators=[consortium.validators.refuse_resident_number], verbose_name='telephone'),
        ),
        migrations.AlterField(
            model_name='student',
            name='name',
            field=models.CharField(db_collation='C', max_length=50, validators=[consortium.validators.refuse_resident_number], verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='studentevent',
            name='name',
            field=models.CharField(db_collation='C', max_length=50, validators=[consortium.validators.refuse_resident_number], verbose_name='name'),
        ),
    ]
