using System.Diagnostics;
using System.Globalization;

namespace RnnDsl.Examples.Common;

/// <summary>Shows the progress of a loop that may take more than two seconds.</summary>
internal static class ProgressLine
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Enumerates the items of a loop. On a terminal a live line shows the completed fraction and the remaining time; in a log file a line does so every
    /// 30 seconds.
    /// </summary>
    /// <param name="title">What the loop does, such as "Translating, greedy"; <c>null</c> shows nothing.</param>
    /// <param name="items">The items.</param>
    public static IEnumerable<T> Over<T>(string? title, IReadOnlyList<T> items)
    {
        if (title is null)
            return items;
        return Console.IsOutputRedirected ? Logged(title, items) : Live(title, items);
    }

    private static IEnumerable<T> Live<T>(string title, IReadOnlyList<T> items)
    {
        var (clock, drawnAt, width) = (Stopwatch.StartNew(), TimeSpan.Zero, 0);
        for (var done = 0; done < items.Count; done++)
        {
            if (done > 0 && clock.Elapsed >= Delay && clock.Elapsed - drawnAt >= Refresh)
            {
                var line = Describe(title, done, items.Count, clock.Elapsed);
                Console.Out.Write($"\r{line.PadRight(width)}");
                (drawnAt, width) = (clock.Elapsed, line.Length);
            }
            yield return items[done];
        }
        if (width > 0)
            Console.Out.Write($"\r{new string(' ', width)}\r");
    }

    private static IEnumerable<T> Logged<T>(string title, IReadOnlyList<T> items)
    {
        var (clock, loggedAt) = (Stopwatch.StartNew(), TimeSpan.Zero);
        for (var done = 0; done < items.Count; done++)
        {
            if (done > 0 && clock.Elapsed - loggedAt >= LogInterval)
            {
                Show.Line(Describe(title, done, items.Count, clock.Elapsed));
                loggedAt = clock.Elapsed;
            }
            yield return items[done];
        }
    }

    private static string Describe(string title, int done, int count, TimeSpan elapsed)
    {
        var left = elapsed * ((double)(count - done) / done);
        return string.Create(CultureInfo.InvariantCulture, $"{title}: {100.0 * done / count:0}%  {left:h\\:mm\\:ss} left");
    }
}
