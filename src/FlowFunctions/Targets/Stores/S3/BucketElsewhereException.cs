namespace FlowFunctions.Targets.Stores.S3;

/// <summary>The service answered that the bucket is somewhere else. The client library does not ask again: the answer would be the same.</summary>
/// <param name="answer">Its status and, where it said one, its code.</param>
/// <param name="region">Where the bucket is; null where the answer does not tell.</param>
/// <param name="isRedirect">Whether it sent to another address; else the signature was for another region.</param>
internal sealed class BucketElsewhereException(string answer, string? region, bool isRedirect) : Exception($"The bucket is elsewhere: {answer}.")
{
    public string Answer { get; } = answer;

    public string? Region { get; } = region;

    public bool IsRedirect { get; } = isRedirect;
}
