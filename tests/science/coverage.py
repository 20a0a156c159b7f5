"""Which tests show the effect of each mechanism, and which that it is gone when switched off."""

COVERAGE = {
    "complementarity": (
        "test_organisations.test_linking_adds_quality_where_all_legs_stand",
        "test_organisations.test_without_complementarity_linking_does_not_matter",
    ),
    "discovery_by_service": (
        "test_mechanisms.test_the_grid_sees_needs_of_the_body_best",
        "test_mechanisms.test_without_discovery_by_service_the_grid_sees_all_alike",
    ),
    "administrative_load": (
        "test_mechanisms.test_administration_follows_functions_and_agreements",
        "test_mechanisms.test_without_administrative_load_it_is_fixed",
    ),
    "administrativisation": (
        "test_organisations.test_organisations_watched_and_dependent_become_offices",
        "test_organisations.test_without_administrativisation_nobody_becomes_an_office",
    ),
    "embeddedness": (
        "test_organisations.test_embedding_reaches_more_and_leaves_less_quality",
        "test_organisations.test_without_embeddedness_it_neither_reaches_nor_costs",
    ),
    "reverse_substitution": (
        "test_organisations.test_committees_short_of_hours_use_those_of_organisations",
        "test_organisations.test_without_reverse_substitution_no_hours_are_used",
    ),
    "transaction_costs": (
        "test_markets.test_large_contracts_cost_less_to_award",
        "test_markets.test_without_transaction_costs_tenders_are_free",
    ),
    "shading": (
        "test_organisations.test_without_oversight_shading_grows_with_delegation",
        "test_organisations.test_without_shading_nothing_is_withheld",
    ),
    "monitoring": (
        "test_organisations.test_monitoring_beyond_what_is_tolerated_costs_motivation",
        "test_organisations.test_without_monitoring_as_a_mechanism_motivation_stays",
    ),
    "thin_markets": (
        "test_markets.test_a_single_bidder_asks_the_highest_price",
        "test_markets.test_without_thin_markets_margins_do_not_depend_on_bidders",
    ),
    "relational_contracting": (
        "test_contracts.test_trust_in_contractors_grows_and_spares_monitoring",
        "test_contracts.test_without_relational_contracting_nobody_is_trusted",
    ),
    "short_contracts": (
        "test_contracts.test_long_contracts_keep_staff_and_its_skill",
        "test_contracts.test_without_short_contracts_as_a_mechanism_their_length_does_not_matter",
    ),
    "hollowing_out": (
        "test_contracts.test_know_how_fades_and_prices_rise_by_what_was_delegated_before",
        "test_contracts.test_without_hollowing_out_know_how_stays",
    ),
    "network_governance": (
        "test_networks.test_a_lead_organisation_spares_coordination",
        "test_networks.test_without_network_governance_neither_matters",
    ),
    "overload": (
        "test_mechanisms.test_quality_falls_with_overload",
        "test_mechanisms.test_without_overload_quality_is_that_of_the_table",
    ),
    "complaints": (
        "test_mechanisms.test_who_calls_is_served_earlier",
        "test_mechanisms.test_without_complaints_nobody_calls",
    ),
    "coproduction": (
        "test_mechanisms.test_mobilisers_bring_volunteers",
        "test_mechanisms.test_without_coproduction_mobilisers_bring_nobody",
    ),
    "trust_transfer": (
        "test_mechanisms.test_endorsement_lends_trust_to_organisations",
        "test_mechanisms.test_without_transfer_trust_stays_where_it_was",
    ),
    "facility_friction": (
        "test_facilities.test_a_facility_without_anybody_near_is_all_cost_and_no_use",
        "test_facilities.test_without_friction_distance_keeps_nobody_away",
    ),
    "venture_search": (
        "test_markets.test_projects_differ_and_fit_ones_are_taken_on",
        "test_markets.test_without_venture_search_projects_are_alike_and_none_is_taken_on",
    ),
    "family_crowding": (
        "test_mechanisms.test_formal_hours_displace_those_of_families",
        "test_mechanisms.test_without_crowding_families_give_the_same",
    ),
    "burnout": (
        "test_networks.test_above_a_load_staff_tires_and_leaves",
        "test_networks.test_without_burnout_load_costs_no_staff",
    ),
    "arrears": (
        "test_markets.test_delays_beyond_working_capital_end_organisations_within_weeks",
        "test_markets.test_without_arrears_nobody_closes_by_debts",
    ),
    "adoption_diffusion": (
        "test_adoption.test_adoption_by_imitation_is_slow_then_fast_then_slow",
        "test_adoption.test_without_diffusion_adoption_only_slows_down",
    ),
}  # fmt: skip
"""Tests of effect and of absence by switch, as modules of this folder and functions."""
