using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>What a value is to reach.</summary>
internal sealed record Goal
{
    private readonly double _limit;
    private readonly string _unit;
    private readonly bool _isFloor;

    private Goal(double limit, string unit, bool isFloor)
    {
        _limit = limit;
        _unit = unit;
        _isFloor = isFloor;
    }

    public static Goal AtMost(double limit, string unit) => new(limit, unit, isFloor: false);

    public static Goal AtLeast(double limit, string unit) => new(limit, unit, isFloor: true);

    public bool IsReachedBy(double value) => _isFloor ? value >= _limit : value <= _limit;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"at {(_isFloor ? "least" : "most")} {_limit} {_unit}");
}
