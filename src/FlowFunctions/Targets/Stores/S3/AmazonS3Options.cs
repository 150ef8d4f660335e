namespace FlowFunctions.Targets.Stores.S3;

/// <summary>Configuration section <c>Targets:AmazonS3</c>: where connections to Amazon S3 lead.</summary>
public sealed class AmazonS3Options
{
    public const string Section = "Targets:AmazonS3";

    /// <summary>Address of a service that speaks S3's protocol, absolute, http or https; empty, the default, for Amazon's own.</summary>
    public string ServiceUrl { get; set; } = "";

    /// <summary>
    /// Region of the buckets, like <c>eu-central-1</c>. Empty, the default, finds each bucket's own out at Amazon, and is <c>us-east-1</c> at a
    /// <see cref="ServiceUrl"/>.
    /// </summary>
    public string Region { get; set; } = "";

    /// <summary>
    /// Whether a bucket's name is part of the path and not of the host's name, as most services but Amazon's want it. Null, the default, does so where there is
    /// a <see cref="ServiceUrl"/>.
    /// </summary>
    public bool? ForcePathStyle { get; set; }
}
