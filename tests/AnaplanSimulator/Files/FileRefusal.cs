namespace AnaplanSimulator.Files;

/// <summary>Why a file does not take a request.</summary>
internal sealed record FileRefusal(int Status, string Message)
{
    public static FileRefusal BeingImported(string name) => new(409, $"{name} is being imported and cannot be uploaded to meanwhile; try again when the task is complete.");

    public static FileRefusal NoUpload { get; } = new(400, "Set the chunk count before uploading chunks.");
}
