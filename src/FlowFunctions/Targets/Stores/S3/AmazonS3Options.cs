using FlowFunctions.Settings;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>Configuration section <c>Targets:AmazonS3</c>: where connections to Amazon S3 lead.</summary>
public sealed class AmazonS3Options : IOptionsWithFaults
{
    public const string Section = "Targets:AmazonS3";

    /// <summary>Address of a service that speaks S3's protocol, absolute, http or https; empty, the default, for Amazon's own.</summary>
    public string ServiceUrl { get; set; } = "";

    /// <summary>
    /// Region where buckets are looked for first, like <c>eu-central-1</c>. Empty, the default, is <c>us-east-1</c>. One that is in another region is found there all the same, once for each
    /// connection and process; at a <see cref="ServiceUrl"/> only as far as the signature goes, for that address does not change.
    /// </summary>
    public string Region { get; set; } = "";

    /// <summary>
    /// Whether a bucket's name is part of the path and not of the host's name, as most services but Amazon's want it. Null, the default, does so where there is
    /// a <see cref="ServiceUrl"/>.
    /// </summary>
    public bool? ForcePathStyle { get; set; }

    public IEnumerable<string> Faults()
    {
        if (ServiceUrl.Length > 0 && !StoreAddress.IsBase(ServiceUrl))
        {
            yield return $"{Section}:ServiceUrl is '{ServiceUrl}'; give an absolute http or https address, or leave it out for Amazon's own.";
        }

        if (Region.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            yield return $"{Section}:Region is '{Region}'; give the code of a region, like eu-central-1, or leave it out.";
        }
    }
}
