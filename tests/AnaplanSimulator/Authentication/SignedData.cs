namespace AnaplanSimulator.Authentication;

/// <summary>The body of an authentication by certificate.</summary>
/// <param name="EncodedDataFormat">v2 where the data begins with the time; null or v1 where it is random.</param>
/// <param name="EncodedData">What was signed, in Base64.</param>
/// <param name="EncodedSignedData">The signature, in Base64.</param>
internal sealed record SignedData(string? EncodedDataFormat, string? EncodedData, string? EncodedSignedData);
