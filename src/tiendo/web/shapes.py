"""The status shapes, drawn once: disc, half disc, triangle, square, ring, dashed ring, hollow dot, pencil."""

from __future__ import annotations

_OPEN = '<svg class="shape" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">'
_CUT = 'stroke="var(--paper)" fill="none" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"'

SHAPES: dict[str, str] = {
    "disc": f'{_OPEN}<circle cx="7" cy="7" r="6.5" fill="currentColor"/><path d="M4.2 7.2l2 2 3.6-4" {_CUT}/></svg>',
    "half": (
        f'{_OPEN}<circle cx="7" cy="7" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<path d="M7 1.2a5.8 5.8 0 0 0 0 11.6z" fill="currentColor"/></svg>'
    ),
    "triangle": f'{_OPEN}<path d="M7 1.3L13.6 12.6H.4z" fill="currentColor"/></svg>',
    "square": f'{_OPEN}<rect x="1" y="1" width="12" height="12" fill="currentColor"/><path d="M4.7 4.7l4.6 4.6M9.3 4.7L4.7 9.3" {_CUT}/></svg>',
    "ring": f'{_OPEN}<circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>',
    "dashed": (
        f'{_OPEN}<circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.4 2"/></svg>'
    ),
    "hollow": f'{_OPEN}<circle cx="7" cy="7" r="3.5" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>',
}
