from consortium.shell.entrance import member_path
from partners.registry import explore
from partners.registry.views import contacts, merging, partners

urlpatterns = [
    member_path("partners/", partners.partners, name="partners"),
    member_path("partners/picture/", explore.picture, name="picture"),
    member_path("partners/new/", partners.register, name="partner_register"),
    member_path("partners/similar/", partners.similar, name="partners_similar"),
    member_path("partners/duplicates/", merging.duplicates, name="partner_duplicates"),
    member_path("partners/<int:pk>/", partners.partner, name="partner"),
    member_path("partners/<int:pk>/correct/", partners.correct, name="partner_correct"),
    member_path("partners/<int:pk>/leave/", partners.leave, name="partner_leave"),
    member_path("partners/<int:pk>/return/", partners.return_, name="partner_return"),
    member_path("partners/<int:pk>/logo/", partners.logo, name="partner_logo"),
    member_path("partners/<int:pk>/logo/change/", partners.change_logo, name="partner_logo_change"),
    member_path("partners/<int:pk>/changes/", partners.changes, name="partner_changes"),
    member_path("partners/<int:pk>/merge/<int:survivor>/", merging.merge, name="partner_merge"),
    member_path("partners/<int:pk>/apart/<int:other>/", merging.tell_apart, name="partner_apart"),
    member_path("partners/<int:pk>/again/<int:other>/", merging.suggest_again, name="partner_again"),
    member_path("partners/<int:pk>/contacts/", contacts.contacts, name="contacts"),
    member_path("partners/<int:pk>/contacts/new/", contacts.add_contact, name="contact_add"),
    member_path("contacts/<int:pk>/", contacts.correct_contact, name="contact_correct"),
    member_path("contacts/<int:pk>/end/", contacts.end_contact, name="contact_end"),
    member_path("contacts/<int:pk>/erase/", contacts.erase_contact, name="contact_erase"),
    member_path("partners/<int:pk>/touch/", contacts.of_partner, name="partner_interactions"),
    member_path("partners/<int:pk>/touch/new/", contacts.record, name="interaction_add"),
    member_path("partners/<int:pk>/members/", contacts.member_companies, name="member_companies"),
    member_path(
        "member-companies/<int:pk>/confirm/", contacts.confirm_member_company, name="member_company_confirm"
    ),
    member_path("member-companies/<int:pk>/end/", contacts.end_member_company, name="member_company_end"),
    member_path("touch/", contacts.interactions, name="interactions"),
    member_path("touch/<int:pk>/", contacts.correct_interaction, name="interaction_correct"),
    member_path("touch/<int:pk>/done/", contacts.finish, name="interaction_done"),
]
