namespace AnaplanSimulator.Definition;

/// <summary>Someone who may authenticate with a certificate.</summary>
/// <param name="User">Whom the certificate stands for.</param>
/// <param name="Certificate">The public certificate as PEM, or as base64 of DER.</param>
public sealed record CertificateDefinition(string User, string Certificate);
