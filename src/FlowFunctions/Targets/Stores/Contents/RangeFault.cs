namespace FlowFunctions.Targets.Stores;

/// <summary>What came in place of a part of a file.</summary>
internal enum RangeFault
{
    /// <summary>Nothing that can be told to be of the file, or another part than was asked for.</summary>
    NoFile,

    /// <summary>A part of another version.</summary>
    OtherVersion,

    /// <summary>The whole file, though a part was asked for.</summary>
    Whole,
}
