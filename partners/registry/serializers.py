"""What the API says about partners, contact persons and being in touch."""

from rest_framework import serializers

from consortium.validators import refuse_resident_number
from partners.models import Contact, Interaction, Partner
from partners.states import ContactRole


class PartnerSerializer(serializers.ModelSerializer):
    """A partner organisation; empty means not known, and what it could contribute is not a pledge."""

    registration_number = serializers.CharField(source="number_in_groups", read_only=True)
    industry = serializers.CharField(source="industry.code", read_only=True, default=None, allow_null=True)
    homepage = serializers.CharField(read_only=True)
    joined_on = serializers.DateField(read_only=True)
    left_on = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Partner
        fields = (
            "id",
            "code",
            "name",
            "name_en",
            "kind",
            "registration_number",
            "head_office",
            "industry",
            "province",
            "district",
            "size",
            "hifive_id",
            "homepage",
            "address",
            "phone",
            "founded_on",
            "joined_on",
            "left_on",
            "could_contribute",
            "note",
            "is_demo",
        )


class PartnerContactSerializer(serializers.ModelSerializer):
    """A contact person, as far as the caller may know them."""

    roles = serializers.ListField(child=serializers.ChoiceField(choices=ContactRole.choices))

    class Meta:
        model = Contact
        fields = (
            "id",
            "partner",
            "name",
            "roles",
            "position",
            "phone",
            "email",
            "since",
            "until",
            "agreed_to_share",
        )


class InteractionSerializer(serializers.ModelSerializer):
    """One time somebody was in touch with a partner; a next step needs its day."""

    summary = serializers.CharField(max_length=300, validators=[refuse_resident_number])
    next_step = serializers.CharField(
        max_length=200, required=False, allow_blank=True, validators=[refuse_resident_number]
    )

    class Meta:
        model = Interaction
        fields = (
            "id",
            "partner",
            "on",
            "way",
            "by",
            "contact",
            "outcome",
            "summary",
            "next_step",
            "next_due",
            "next_by",
            "done_at",
        )
        read_only_fields = ("by", "contact", "next_by", "done_at")

    def validate_partner(self, partner: Partner) -> Partner:
        """Only a partner of the caller's consortium; any other is as if it were not there."""
        member = self.context["request"].member
        if not Partner.objects.visible_to(member).filter(pk=partner.pk).exists():
            raise serializers.ValidationError(
                serializers.PrimaryKeyRelatedField.default_error_messages["does_not_exist"].format(
                    pk_value=partner.pk
                ),
                code="does_not_exist",
            )
        return partner
