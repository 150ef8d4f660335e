using System.Text.Json;
using Microsoft.Playwright;

namespace FlowFunctions.Benchmarks.Pages;

/// <summary>What the browser itself tells of a page: its paints, its shifts, what it transferred, and how long it took to answer.</summary>
internal static class Probe
{
    /// <summary>Run before a page's own scripts.</summary>
    public const string Watch =
        """
        (() => {
          const probe = { largest: 0, shift: 0, interactions: {} };
          window.probe = probe;
          const watch = (type, take, more) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
          watch("largest-contentful-paint", (entry) => { probe.largest = entry.startTime; });
          watch("layout-shift", (entry) => { probe.shift += entry.hadRecentInput ? 0 : entry.value; });
          watch("event", ({ interactionId, duration }) => {
            if (interactionId > 0) {
              probe.interactions[interactionId] = Math.max(probe.interactions[interactionId] ?? 0, duration);
            }
          }, { durationThreshold: 16 });
        })();
        """;

    private const string Read =
        """
        () => {
          const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
          const sum = (entries) => entries.reduce((bytes, { transferSize }) => bytes + transferSize, 0);
          return JSON.stringify({
            first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
            largest: probe.largest,
            shift: probe.shift,
            bytes: sum(loaded),
            answerBytes: sum(loaded.filter(({ name }) => name.includes("/2/0/"))),
          });
        }
        """;

    /// <summary>Two frames, and a task for what is told of the last.</summary>
    private const string Settled = "() => new Promise((settled) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(settled, 100))))";

    /// <summary>Clicks what is to be clicked in the very moment in which it is there; <c>answered</c> is the time, in ms since the navigation began, at which its answer had been painted.</summary>
    private const string ClickAtOnce =
        """
        window.answered = new Promise((resolve) => {
          let isClicked = false;
          const look = () => {
            const target = isClicked ? null : document.querySelector(TARGET);
            isClicked ||= target !== null;
            target?.click();
            if (isClicked && document.querySelector(ANSWER)) {
              watching.disconnect();
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
            }
          };
          const watching = new MutationObserver(look);
          watching.observe(document, { childList: true, subtree: true, attributes: true });
        });
        """;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static async Task<Load> ReadAsync(IPage page)
    {
        await page.EvaluateAsync(Settled);
        return JsonSerializer.Deserialize<Load>(await page.EvaluateAsync<string>(Read), Options)!;
    }

    /// <summary>How long each interaction took from the event to the next paint, in ms and in steps of 8; of those that took less than 16, nothing is told.</summary>
    public static async Task<IReadOnlyList<double>> InteractionsAsync(IPage page)
    {
        await page.EvaluateAsync(Settled);
        return JsonSerializer.Deserialize<double[]>(await page.EvaluateAsync<string>("() => JSON.stringify(Object.values(probe.interactions))"))!;
    }

    /// <summary>Makes a page click as soon as it can be clicked.</summary>
    /// <param name="page">It has not been opened yet.</param>
    /// <param name="place">What is clicked, and what is there when the click has been answered.</param>
    public static Task ClickAtOnceAsync(IPage page, Place place) => page.AddInitScriptAsync(
        ClickAtOnce.Replace("TARGET", JsonSerializer.Serialize(place.Target), StringComparison.Ordinal).Replace("ANSWER", JsonSerializer.Serialize(place.Answer), StringComparison.Ordinal));

    /// <summary>From the begin of the navigation to the frame that answers the click, in seconds.</summary>
    public static async Task<double> AnsweredAsync(IPage page) => await page.EvaluateAsync<double>("() => answered") / 1000;
}
