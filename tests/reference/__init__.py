"""The week a second time, agent by agent: slow, obvious, and nothing shared with the fast one.

Residents, cases and providers are plain Python objects here, and a phase is a few loops over
them, so that this package can be read as a second statement of the model. It starts from the
tables of a built world and must then agree with the compiled phases to the last bit. From the
package it takes only what is input: settings, the codes of ``world/state.py``, the numbers of the
streams, and the table of severities.
"""
