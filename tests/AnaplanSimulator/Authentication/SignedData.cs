namespace AnaplanSimulator.Authentication;

/// <summary>The body of an authentication by certificate.</summary>
internal sealed record SignedData(string? EncodedData, string? EncodedSignedData);
