namespace FlowFunctions.Benchmarks.Runs;

/// <summary>Values that were measured in the same way.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Median => Quantile(0.5);

    public double Maximum => _sorted[^1];

    /// <summary>Between the two nearest values, in proportion.</summary>
    /// <param name="share">0 to 1: 0.9 is what nine of ten do not exceed.</param>
    public double Quantile(double share)
    {
        var place = share * (_sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, _sorted.Length - 1);
        return _sorted[below] + ((place - below) * (_sorted[above] - _sorted[below]));
    }
}
