namespace FlowFunctions.Targets.Stores.S3;

/// <summary>The service answered that the bucket is somewhere else. It is not asked again: the answer would be the same.</summary>
/// <param name="answer">Its status and, where it said one, its code.</param>
/// <param name="region">Where the bucket is; null where the answer does not tell.</param>
internal sealed class BucketElsewhereException(string answer, string? region) : Exception($"The bucket is elsewhere: {answer}.")
{
    public string Answer { get; } = answer;

    public string? Region { get; } = region;
}
