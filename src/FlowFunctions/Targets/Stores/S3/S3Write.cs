namespace FlowFunctions.Targets.Stores.S3;

/// <summary>State of a multipart upload.</summary>
/// <param name="Name">Key of the object.</param>
/// <param name="Overwrite">Whether it may replace another.</param>
/// <param name="Operation">By which an object is known to be this write's.</param>
/// <param name="UploadId">Amazon's; it opens nothing without the access key.</param>
/// <param name="Blocks">How many are uploaded; block n is part n + 1.</param>
internal sealed record S3Write(string Name, bool Overwrite, string Operation, string UploadId, int Blocks);
