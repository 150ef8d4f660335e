using System.Globalization;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>How much is tried, from the environment.</summary>
internal static class FuzzSettings
{
    private const int UsualCount = 2000;

    public static int Requests => Setting("FLOWS_FUZZ_REQUESTS", UsualCount);

    public static int Answers => Setting("FLOWS_FUZZ_ANSWERS", UsualCount);

    /// <summary>Of answers in whole runs, which cost more.</summary>
    public static int AnswersOfRuns => Setting("FLOWS_FUZZ_ANSWERS", UsualCount / 4);

    public static int Loads => Setting("FLOWS_LOADS", 24);

    /// <summary>What everything is made from, with its number: the same seed makes the same.</summary>
    public static int Seed => Setting("FLOWS_FUZZ_SEED", 1);

    public static Random RandomOf(int number) => new((Seed * 1_000_003) + number);

    /// <summary>Prints what was tried, so that it can be tried again.</summary>
    public static void Tell(string what) => TestContext.Current.SendDiagnosticMessage("seed {0}: {1}", Seed, what);

    private static int Setting(string name, int absent) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : absent;
}
