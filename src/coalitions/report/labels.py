"""What variables are called where a reader sees them."""

LABELS = {
    "divergence_tp": "Divergence, T and P",
    "divergence_ap": "Divergence, A and P",
    "insecurity_a": "Job insecurity, leader of A",
    "cinc_a": "Capabilities, A",
    "cinc_t": "Capabilities, T",
    "cinc_p": "Capabilities, P",
    "allied_ap": "A and P allied",
    "un_support": "UN support for A",
    "distance_at": "Distance, A and T",
    "distance_pt": "Distance, P and T",
    "democracy_a": "Democracy, A",
    "democracy_p": "Democracy, P",
    "insecurity_p": "Job insecurity, leader of P",
    "post_cold_war": "Post-Cold War",
    "major_power_a": "Major power, A",
    "const": "Constant",
}

# Of the variables that stand in place of others in the appendix.
MEASURE_LABELS = {
    "affinity_pt": "Affinity (S), P and T",
    "affinity_ap": "Affinity (S), A and P",
    "affinity_pt_kappa": "Affinity (kappa), P and T",
    "affinity_ap_kappa": "Affinity (kappa), A and P",
    "affinity_pt_pi": "Affinity (pi), P and T",
    "affinity_ap_pi": "Affinity (pi), A and P",
    "polity2_a": "Polity2, A",
    "polity2_p": "Polity2, P",
}
