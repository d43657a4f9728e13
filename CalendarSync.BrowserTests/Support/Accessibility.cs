namespace CalendarSync.BrowserTests.Support;

/// <summary>Questions to a page that every part of it has to pass; each answers with what does not.</summary>
internal static class Accessibility
{
    /// <summary>Controls without a name that a screen reader could say.</summary>
    public const string Unnamed =
        """
        () => [...document.querySelectorAll('button, input, select, textarea, a[href], [role=region], dialog[open]')]
          .filter((node) => node.checkVisibility())
          .filter((node) => {
            const by = (node.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join('');
            const labels = [...(node.labels ?? [])].map((label) => label.textContent).join('');
            return `${node.getAttribute('aria-label') ?? ''}${by}${labels}${node.matches('button, a') ? node.textContent : ''}`.trim() === '';
          })
          .map((node) => node.outerHTML.slice(0, 200))
        """;

    /// <summary>Text whose contrast with what is behind it is below 4.5 (WCAG 2.2, 1.4.3); disabled controls are exempt there.</summary>
    public const string Faint =
        """
        () => {
          const rgb = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = (node) => {
            for (let at = node; at; at = at.parentElement) {
              const color = rgb(getComputedStyle(at).backgroundColor);
              if (color.length === 3 || color[3] === 1) {
                return color;
              }
            }

            return [255, 255, 255];
          };
          return [...document.querySelectorAll('body *')]
            .filter((node) => node.checkVisibility() && !node.closest(':disabled, .skip'))
            .filter((node) => [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent.trim() !== ''))
            .map((node) => {
              const [a, b] = [light(rgb(getComputedStyle(node).color)), light(ground(node))];
              return { node, ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
            })
            .filter(({ ratio }) => ratio < 4.5)
            .map(({ node, ratio }) => `${ratio.toFixed(2)} ${node.outerHTML.slice(0, 160)}`);
        }
        """;
}
