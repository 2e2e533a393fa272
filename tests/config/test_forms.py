"""Forms as everyone meets them: label, hint, error, and a way to each error."""

import re

from django import forms
from django.template import Context, Template


class Proposal(forms.Form):
    name = forms.CharField(label="Name", help_text="A few words.")
    side = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)
    agreed = forms.BooleanField(label="We agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("The dates do not fit together.")


def test_label_stands_above_and_hint_is_tied_to_the_field():
    html = str(Proposal())
    assert '<label for="id_name">Name</label>' in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_only_what_may_be_left_out_is_marked():
    html = str(Proposal())
    assert html.count("(optional)") == 1


def test_an_error_is_tied_to_its_field():
    html = str(Proposal({}))
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert html.count('aria-invalid="true"') >= 2


def test_the_summary_links_to_every_field_in_error():
    html = str(Proposal({}))
    summary = html[: html.index('class="field')]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_name", "id_side_0", "id_agreed"]
    assert all(f'id="{target}"' in html for target in targets)


def test_the_summary_names_the_field_and_the_form_as_a_whole():
    html = str(Proposal({}))
    assert "Name – This field is required." in html
    assert html.count("The dates do not fit together.") == 1


def test_a_form_not_yet_sent_has_no_summary():
    assert "error-summary" not in str(Proposal())


def test_radios_are_a_group_with_a_legend():
    html = str(Proposal())
    assert re.search(r"<fieldset>\s*<legend>Side</legend>", html)


def test_a_checkbox_stands_inside_its_label():
    html = str(Proposal())
    assert re.search(
        r'<label for="id_agreed"><input type="checkbox"[^>]*><span>We agree', html
    )


def test_hidden_fields_are_sent_once_and_have_no_label():
    html = str(Proposal())
    assert html.count('name="token"') == 1
    assert 'for="id_token"' not in html


def test_fields_laid_out_by_hand_look_the_same():
    form = Proposal()
    by_hand = Template("{% field form.name %}").render(Context({"form": form}))
    assert by_hand in str(form)


def test_a_summary_may_cover_a_form_and_a_formset():
    lines = forms.formset_factory(Proposal, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"}
    )
    html = Template("{% error_summary form lines %}").render(
        Context({"form": Proposal({}), "lines": lines})
    )
    assert 'href="#id_name"' in html
    assert 'href="#id_form-0-name"' in html


def test_a_summary_names_a_field_that_has_nothing_to_choose_from():
    class Links(forms.Form):
        rounds = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    html = Template("{% error_summary form %}").render(
        Context({"form": Links({"rounds": ["gone"]})})
    )

    assert "Rounds – Select a valid choice" in html
    assert "<a" not in html


def test_words_of_people_are_escaped_in_the_summary():
    form = Proposal({})
    form.add_error("name", "<script>")
    assert "<script>" not in str(form)
