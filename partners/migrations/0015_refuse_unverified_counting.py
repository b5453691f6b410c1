import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0014_count_earlier_deliveries'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='state_steps', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{REPORTED:SENT_BACK,REPORTED:VERIFIED,SENT_BACK:REPORTED,VERIFIED:SENT_BACK}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='6e6c099703b178a40840f881412f2b0a8eada159', operation='UPDATE', pgid='pgtrigger_state_steps_c85e6', table='partners_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='state_of_birth', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.state NOT IN ('REPORTED') THEN RAISE EXCEPTION 'A row cannot be born in state %', NEW.state; END IF; RETURN NEW;", hash='d9216750cae586d4b3f3ec6e1a85f282ea80705b', operation='INSERT', pgid='pgtrigger_state_of_birth_45988', table='partners_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='reported_once', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE ours bigint; whose bigint;', func='SELECT consortium_id, partner_id INTO ours, whose FROM partners_pledge WHERE id = NEW.pledge_id; PERFORM pg_advisory_xact_lock(hashtext(\'partners_delivery\'), whose::int); IF EXISTS (SELECT FROM partners_delivery d JOIN partners_pledge p ON p.id = d.pledge_id WHERE p.consortium_id = ours AND p.partner_id = whose AND d."on" = NEW."on" AND d.amount = NEW.amount AND d.evidence = NEW.evidence AND d.id IS DISTINCT FROM NEW.id) THEN RAISE EXCEPTION \'This delivery is reported already\' USING ERRCODE = \'unique_violation\', CONSTRAINT = \'delivery_reported_once\'; END IF; RETURN NEW;', hash='0553c41d9a6d27bcb4faaeb8ff432a3e34a652d7', operation='INSERT OR UPDATE OF "pledge_id", "on", "amount", "evidence"', pgid='pgtrigger_reported_once_86e5f', table='partners_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='verified_by_another', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.state = 'VERIFIED' AND OLD.state <> NEW.state AND (NEW.reported_by_id IS NULL OR NEW.verified_by_id IS NULL OR (SELECT user_id FROM partners_member WHERE id = NEW.reported_by_id) IS NOT DISTINCT FROM (SELECT user_id FROM partners_member WHERE id = NEW.verified_by_id)) THEN RAISE EXCEPTION 'A delivery is verified by somebody else than who reported it'; END IF; RETURN NEW;", hash='9e2d9a83c12d4eefcb5b30515c17345a807dc7b7', operation='UPDATE', pgid='pgtrigger_verified_by_another_0a725', table='partners_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='verified_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF OLD.state = \'VERIFIED\' AND (NEW."pledge_id" IS DISTINCT FROM OLD."pledge_id" OR NEW."on" IS DISTINCT FROM OLD."on" OR NEW."amount" IS DISTINCT FROM OLD."amount" OR NEW."evidence" IS DISTINCT FROM OLD."evidence" OR NEW."reported_by_id" IS DISTINCT FROM OLD."reported_by_id") THEN RAISE EXCEPTION \'A verified delivery does not change\'; END IF; RETURN NEW;', hash='7e644705898549c88459cb0b16ed419a2de4643f', operation='UPDATE', pgid='pgtrigger_verified_stays_a2138', table='partners_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='whole_holds_its_parts', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.amount < (SELECT coalesce(sum(amount), 0) FROM partners_deliverypart WHERE delivery_id = NEW.id) THEN RAISE EXCEPTION 'The parts of a delivery exceed it'; END IF; RETURN NEW;", hash='df3c18298736a44871ff65ca6c077b1bb182561a', operation='UPDATE OF "amount"', pgid='pgtrigger_whole_holds_its_parts_afbbf', table='partners_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pledge',
            trigger=pgtrigger.compiler.Trigger(name='state_steps', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{AGREED:ENDED,AGREED:EXPIRED,AGREED:FULFILLED,ASKED:DECLINED,ASKED:PROPOSED,EXPIRED:AGREED,EXPIRED:ENDED,EXPIRED:FULFILLED,FULFILLED:AGREED,FULFILLED:EXPIRED,PROPOSED:AGREED,PROPOSED:DECLINED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='e25f366b566d5ef04018d4bcceb532aa9262c809', operation='UPDATE', pgid='pgtrigger_state_steps_a4816', table='partners_pledge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pledge',
            trigger=pgtrigger.compiler.Trigger(name='state_of_birth', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.state NOT IN ('ASKED', 'PROPOSED', 'AGREED') THEN RAISE EXCEPTION 'A row cannot be born in state %', NEW.state; END IF; RETURN NEW;", hash='9ffda4ba7ac2fbcfaf6cd22bf40e545d3a49bb84', operation='INSERT', pgid='pgtrigger_state_of_birth_56b16', table='partners_pledge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pledge',
            trigger=pgtrigger.compiler.Trigger(name='lowering_has_a_reason', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.amount < OLD.amount AND OLD.state NOT IN ('ASKED', 'PROPOSED') AND btrim(NEW.reason) = '' THEN RAISE EXCEPTION 'A promise is lowered for a reason'; END IF; RETURN NEW;", hash='9015ff89c781309e0100f52dfc0ebfa6d2641995', operation='UPDATE', pgid='pgtrigger_lowering_has_a_reason_5bcaf', table='partners_pledge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pledge',
            trigger=pgtrigger.compiler.Trigger(name='clause_of_the_agreement', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.agreement_id IS NOT NULL AND NOT EXISTS (SELECT FROM partners_agreement a WHERE a.id = NEW.agreement_id AND a.consortium_id = NEW.consortium_id) OR NEW.clause_id IS NOT NULL AND NOT EXISTS (SELECT FROM partners_clause c WHERE c.id = NEW.clause_id AND c.agreement_id = NEW.agreement_id) THEN RAISE EXCEPTION 'This clause does not belong to an agreement of this consortium'; END IF; RETURN NEW;", hash='074016320d7c30729f8779fe58236054fa91f383', operation='INSERT OR UPDATE OF "agreement_id", "clause_id", "consortium_id"', pgid='pgtrigger_clause_of_the_agreement_7409d', table='partners_pledge', when='BEFORE')),
        ),
    ]
