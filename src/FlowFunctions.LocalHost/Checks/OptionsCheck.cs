using FlowFunctions.LocalHost.Settings;
using FlowFunctions.LocalHost.Workers;
using FlowFunctions.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>The application's own settings: binds and validates its options as its start does, but all of them, and before anything is started.</summary>
internal static class OptionsCheck
{
    /// <param name="configuration">The settings.</param>
    /// <param name="environment">Such as Development.</param>
    /// <param name="application">The services of an application with these settings; null to build one for the check.</param>
    public static IEnumerable<string> FaultsOf(IConfiguration configuration, string environment, IServiceProvider? application)
    {
        var unreadable = ApplicationSettings.Known.DeviationsIn(configuration).Where(deviation => !deviation.IsUnknown).ToDictionary(deviation => deviation.Key, StringComparer.OrdinalIgnoreCase);
        var failures = application is not null && unreadable.Count == 0
            ? [.. HostFaults(configuration), .. Validate(application)]
            : ValidateReadable(configuration, environment, unreadable.Values);
        foreach (var deviation in unreadable.Values)
        {
            yield return $"{SettingOrigin.Behind(configuration, deviation.Key)} is '{deviation.Value}'; {RangeOf(deviation, failures) ?? $"set it to {Words.Allowed(deviation)}."}";
        }

        foreach (var failure in failures.Where(failure => !unreadable.ContainsKey(KeyOf(failure))))
        {
            yield return Placed(configuration, failure);
        }
    }

    private static IReadOnlyList<string> ValidateReadable(IConfiguration configuration, string environment, IEnumerable<SettingDeviation> unreadable)
    {
        // What cannot be read is replaced by something that can and that no range allows, so that its validator says the range.
        var readable = new ConfigurationBuilder()
            .AddConfiguration(configuration)
            .AddInMemoryCollection(unreadable.Select(deviation => KeyValuePair.Create(deviation.Key, OutOfRange(deviation))))
            .Build();
        var builder = InProcessLauncher.Compose(readable, environment);
        // A worker reads its process's command line over all else; and the log's levels, which have a check of their own, would throw first.
        builder.Services.AddSingleton<IConfiguration>(readable);
        builder.Services.RemoveAll<IConfigureOptions<LoggerFilterOptions>>();
        builder.Logging.ClearProviders();
        using var application = builder.Build();
        return [.. HostFaults(readable), .. Validate(application.Services)];
    }

    private static IReadOnlyList<string> HostFaults(IConfiguration configuration) =>
        [.. (configuration.GetSection(LocalHostOptions.Section).Get<LocalHostOptions>() ?? new()).Faults()];

    private static IReadOnlyList<string> Validate(IServiceProvider application)
    {
        try
        {
            application.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (Exception fault) when (StartupException.FaultsOf(fault) is { } faults)
        {
            return faults;
        }
        catch (InvalidOperationException fault)
        {
            // The binder's, of a section in a shape that no option has.
            return [Sentence.Of(fault)];
        }
    }

    private static string? OutOfRange(SettingDeviation deviation)
    {
        var type = Nullable.GetUnderlyingType(deviation.WantedType!) ?? deviation.WantedType!;
        return type == typeof(TimeSpan) ? TimeSpan.MinValue.ToString()
            : type == typeof(int) ? int.MinValue.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : type == typeof(bool) ? bool.FalseString
            : null;
    }

    /// <summary>What a validator says of a value behind "KEY is VALUE; ".</summary>
    private static string? RangeOf(SettingDeviation deviation, IEnumerable<string> failures)
    {
        var start = $"{deviation.Key} is {OutOfRange(deviation)}; ";
        return failures.FirstOrDefault(failure => failure.StartsWith(start, StringComparison.OrdinalIgnoreCase))?[start.Length..];
    }

    /// <summary>The key that a validator's message begins with; empty where it begins with none.</summary>
    private static string KeyOf(string failure) => failure.Split(' ', 2)[0] is var key && key.Contains(':', StringComparison.Ordinal) ? key : "";

    /// <summary>The failure with the key as it is written and where that is; a setting that is missing is missing beside another.</summary>
    private static string Placed(IConfiguration configuration, string failure)
    {
        var counted = KeyOf(failure);
        var parts = counted.Split(':', 2);
        if (parts is not [var section, var rest] || !ApplicationSettings.Sections.TryGetValue(section, out var shape))
        {
            return failure;
        }

        var key = shape.AsWritten(configuration.GetSection(section), rest);
        var sentence = key + failure[counted.Length..];
        if (SettingOrigin.Of(configuration, key) is { } origin)
        {
            return sentence.Insert(key.Length, $" ({origin})");
        }

        var relative = new[] { key, key[..key.LastIndexOf(':')] }
            .SelectMany(path => configuration.GetSection(path).AsEnumerable().OrderBy(setting => setting.Key, StringComparer.Ordinal))
            .FirstOrDefault(setting => setting.Value is not null).Key;
        return relative is not null && SettingOrigin.Of(configuration, relative) is { } place ? sentence.Insert(key.Length, $" ({relative} is {place})") : sentence;
    }
}
