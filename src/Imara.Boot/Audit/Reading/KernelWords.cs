namespace Imara.Boot.Audit.Reading;

/// <summary>Lines of the kernel that are no audit records and say why records are there; each has a cause of its own.</summary>
/// <remarks>docs/reference/appraisal.md 7, policy.md 1.5.</remarks>
internal static class KernelWords
{
    /// <summary>The cause of <c>integrity: no _ima keyring: -126</c>.</summary>
    public const string NoKeyring = "no keyring";

    /// <summary>The cause of <c>integrity: Problem loading X.509 certificate -65</c>.</summary>
    public const string CertificateNotLoaded = "certificate not loaded";

    /// <summary>The cause of <c>ima: policy update failed</c>.</summary>
    public const string PolicyFailed = "policy update failed";

    private const string Integrity = "integrity: ";

    /// <summary>Reads a line.</summary>
    /// <param name="text">What the kernel said.</param>
    /// <returns>A record without a type; null for other lines.</returns>
    public static IntegrityRecord? Read(ReadOnlySpan<byte> text)
    {
        var isIntegrity = text.StartsWith("integrity: "u8);
        var rest = isIntegrity ? text[Integrity.Length..] : text;
        var cause = isIntegrity && rest.StartsWith("no "u8) && rest.IndexOf(" keyring: "u8) > 0 ? NoKeyring
            : isIntegrity && rest.StartsWith("Problem loading X.509 certificate"u8) ? CertificateNotLoaded
            : text.SequenceEqual("ima: policy update failed"u8) ? PolicyFailed
            : null;
        return cause is null ? null : new IntegrityRecord { Type = AuditRecordType.None, Cause = new ByteString(cause), Detail = new ByteString(text), Result = 0 };
    }
}
