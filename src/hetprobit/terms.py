"""Joint tests of the terms of formulas and comparisons of the levels of a factor."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from statsmodels.base.model import LikelihoodModelResults
from statsmodels.stats.contrast import MultiCompResult, WaldTestResults, t_test_multi

from hetprobit.errors import InvalidTestError
from hetprobit.fitted import Fitted
from hetprobit.preparation import SCALE_PREFIX


class Terms(Fitted):
    """Tests of what a formula calls one term: all dummies of a factor, or one column."""

    @property
    def _specifications(self):
        """Parsed equations, each with the prefix of its coefficients; none without formulas."""
        formulas = self.model._formulas
        if formulas is None:
            return ()
        return tuple(
            (spec, prefix)
            for spec, prefix in ((formulas.mean, ""), (formulas.scale, SCALE_PREFIX))
            if spec is not None
        )

    @property
    def terms(self) -> dict[str, list[str]]:
        """Coefficients of each term, those of the scale behind `SCALE_PREFIX`.

        Without formulas each coefficient is a term. Perfect predictors left out are missing.
        """
        if not self._specifications:
            return {name: [name] for name in self.param_names}
        found = {}
        for spec, prefix in self._specifications:
            for term, places in spec.term_indices.items():
                columns = [prefix + spec.column_names[place] for place in places]
                used = [name for name in columns if name in self.param_names]
                name = spec.column_names[places[0]] if str(term) == "1" else str(term)
                if used:
                    found[prefix + name] = used
        return found

    def wald_test_terms(
        self,
        skip_single: bool = False,
        extra_constraints: Sequence[tuple[str, np.ndarray]] = (),
        combine_terms: Sequence[str] = (),
        scalar: bool = True,
    ) -> WaldTestResults:
        """Wald test of each term: that all its coefficients are zero.

        Parameters
        ----------
        skip_single : bool
            Whether to leave out terms of one coefficient.
        extra_constraints : sequence of (str, ndarray of shape (r, p))
            Further hypotheses, each with a name.
        combine_terms : sequence of str
            Coefficients whose names hold such a string are tested together too.
        scalar : bool
            Whether statistics are floats in place of arrays.

        Returns
        -------
        statsmodels.stats.contrast.WaldTestResults
            With the tests in `table`.
        """
        identity = np.eye(len(self.param_names))
        constraints = [
            (term, identity[[self._place(name) for name in names]])
            for term, names in self.terms.items()
            if not (skip_single and len(names) == 1)
        ]
        # All terms go in as further constraints: statsmodels knows terms of its own formulas only.
        return LikelihoodModelResults.wald_test_terms(
            self,
            skip_single=True,
            extra_constraints=constraints + list(extra_constraints),
            combine_terms=list(combine_terms),
            scalar=scalar,
        )

    def t_test_pairwise(
        self,
        term_name: str,
        method: str | list[str] = "hs",
        alpha: float = 0.05,
        factor_labels: Sequence[str] | None = None,
    ) -> MultiCompResult:
        """Differences between the levels of a factor, with p-values for their number.

        Parameters
        ----------
        term_name : str
            A factor as the formula writes it, such as ``"C(region)"``; behind `SCALE_PREFIX`
            that of the scale equation.
        method : str or list of str
            Corrections, as for `statsmodels.stats.multitest.multipletests`.
        alpha : float
            Level of the tests.
        factor_labels : sequence of str, optional
            Names for the levels.

        Returns
        -------
        statsmodels.stats.contrast.MultiCompResult
            With the comparisons in `result_frame` and their `contrasts`.

        Raises
        ------
        InvalidTestError
            If the formulas have no such factor, or the labels are not one a level.
        """
        labels, effects = self._level_effects(term_name)
        if factor_labels is not None:
            if len(factor_labels) != len(labels):
                raise InvalidTestError(
                    "The labels do not match the levels of the factor.",
                    expected=f"{len(labels)}, for {', '.join(labels)}",
                    got=str(len(factor_labels)),
                )
            labels = list(factor_labels)
        pairs = [(i, j) for i in range(len(labels)) for j in range(i + 1, len(labels))]
        contrasts = np.array([effects[j] - effects[i] for i, j in pairs])
        names = [f"{labels[j]}-{labels[i]}" for i, j in pairs]
        frame = t_test_multi(self, contrasts, method=method, alpha=alpha, contrast_names=names)
        return MultiCompResult(
            result_frame=frame,
            contrasts=contrasts,
            term=term_name,
            contrast_labels=names,
            term_encoding_matrix=effects,
        )

    def _level_effects(self, term_name: str) -> tuple[list[str], np.ndarray]:
        """Levels of a factor and the effect of each as a combination of the coefficients."""
        offered: list[str] = []
        for spec, prefix in self._specifications:
            contrasts = {str(factor): found for factor, found in spec.factor_contrasts.items()}
            for term, places in spec.term_indices.items():
                name = prefix + str(term)
                if str(term) not in contrasts:
                    continue
                offered.append(name)
                if name == term_name:
                    columns = [prefix + spec.column_names[place] for place in places]
                    return self._coded(contrasts[str(term)], columns)
        raise InvalidTestError(
            "The formulas have no such factor.",
            expected=f"one of {', '.join(offered)}"
            if offered
            else "a model from formulas with one",
            got=term_name,
        )

    def _coded(self, contrasts: Any, columns: list[str]) -> tuple[list[str], np.ndarray]:
        whole = len(columns) == len(contrasts.levels)
        coding = contrasts.get_coding_matrix(reduced_rank=not whole, sparse=False)
        coding = np.asarray(coding, dtype=float)
        used = np.array([name in self.param_names for name in columns])
        # A level whose dummy predicted the outcome perfectly left with its rows; one that is the
        # base in place of a level that did stays.
        new_base = {name for each in self.model.prepared.dropped for name in each.base}
        rebased = np.array([name.removeprefix(SCALE_PREFIX) in new_base for name in columns])
        kept = ~(coding[:, ~used & ~rebased] != 0).any(axis=1)
        if rebased.any():
            kept &= coding.any(axis=1)
        effects = np.zeros((int(kept.sum()), len(self.param_names)))
        places = [self._place(name) for name in columns if name in self.param_names]
        effects[:, places] = coding[kept][:, used]
        levels = [str(each) for each, stays in zip(contrasts.levels, kept, strict=True) if stays]
        return levels, effects
