namespace AnaplanSimulator.Files;

internal enum UploadState
{
    /// <summary>Nothing was ever uploaded.</summary>
    None,

    /// <summary>Chunks are missing, or an upload of unknown length is not completed.</summary>
    Partial,

    Whole,
}
