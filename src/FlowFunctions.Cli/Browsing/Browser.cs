using System.ComponentModel;
using System.Diagnostics;

namespace FlowFunctions.Cli.Browsing;

/// <summary>The browser of whoever sits at this machine: what BROWSER names, else the one of the desktop.</summary>
/// <param name="environment">The value of a variable; null where it is not set.</param>
internal sealed class Browser(Func<string, string?> environment)
{
    /// <summary>A program that finds no browser has said so by then; one that still runs is the browser.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>It keeps no stream of the tool, which may be a pipe that somebody reads to its end, and Ctrl-C is for the tool alone.</summary>
    private const string Detached = "trap '' INT; exec \"$@\" </dev/null >/dev/null 2>&1";

    /// <summary>Hands the page to the first browser that takes it.</summary>
    /// <param name="page">Of http or https.</param>
    /// <param name="cancellationToken">Ends the waiting for a program, not the program.</param>
    /// <returns>False where there is none, as on a machine without a desktop.</returns>
    public async Task<bool> OpenAsync(Uri page, CancellationToken cancellationToken)
    {
        foreach (var start in Ways(page))
        {
            if (await TakesAsync(start, cancellationToken))
                return true;
        }

        return false;
    }

    private IEnumerable<ProcessStartInfo> Ways(Uri page)
    {
        if (OperatingSystem.IsWindows())
            return [new(page.AbsoluteUri) { UseShellExecute = true }];
        if (Given("BROWSER") is { } named)
            return named.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(command => Unix([.. WithPage(command, page)]));
        if (OperatingSystem.IsMacOS())
            return [Unix("open", page.AbsoluteUri)];
        // Without a display, the desktop's opener would start a browser of text within the terminal.
        (string Opener, bool IsThere)[] openers = [("wslview", Given("WSL_DISTRO_NAME") is not null), ("xdg-open", (Given("WAYLAND_DISPLAY") ?? Given("DISPLAY")) is not null)];
        return openers.Where(one => one.IsThere).Select(one => Unix(one.Opener, page.AbsoluteUri));
    }

    /// <summary>A command of BROWSER: words, with the page in the place of %s or at the end.</summary>
    private static IEnumerable<string> WithPage(string command, Uri page)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Array.Exists(words, word => word.Contains("%s", StringComparison.Ordinal))
            ? words.Select(word => word.Replace("%s", page.AbsoluteUri, StringComparison.Ordinal))
            : words.Append(page.AbsoluteUri);
    }

    private static ProcessStartInfo Unix(params string[] command) => new("/bin/sh", ["-c", Detached, "flows", .. command]) { UseShellExecute = false };

    private async Task<bool> TakesAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        try
        {
            // Windows hands the page to a browser that runs already, without a process of its own.
            using var process = Process.Start(start);
            if (process is null)
                return true;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            return !process.HasExited || process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private string? Given(string variable) => environment(variable) is { Length: > 0 } value ? value : null;
}
