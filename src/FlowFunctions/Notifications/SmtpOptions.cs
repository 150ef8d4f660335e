namespace FlowFunctions.Notifications;

/// <summary>The mail server, <c>Notifications:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>Name or address; required.</summary>
    public string Host { get; set; } = "";

    /// <summary>1 to 65535, default 587 (submission, RFC 6409).</summary>
    public int Port { get; set; } = 587;

    /// <summary><c>start_tls</c>, the default; <c>tls</c> from the first byte (port 465); or <c>none</c>, for a server on the same machine.</summary>
    public string Security { get; set; } = "start_tls";

    /// <summary>Null, the default, to send without signing in.</summary>
    public string? UserName { get; set; }

    /// <summary>A secret; required with <see cref="UserName"/>.</summary>
    public string? Password { get; set; }

    /// <summary>The sender: an address, with a name or without; required.</summary>
    public string From { get; set; } = "";
}
