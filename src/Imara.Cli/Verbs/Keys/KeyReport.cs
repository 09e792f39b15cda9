using System.Globalization;
using System.Text.Json;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Hashing;
using Imara.Policy.Kernels;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Keys;

/// <summary>Keys and certificates as text and as JSON.</summary>
internal static class KeyReport
{
    /// <summary>Writes all of them.</summary>
    /// <param name="shown">What was found, and where.</param>
    /// <param name="kernel">The kernel that certificates are for; null: any that is built with what their keys need.</param>
    /// <param name="report">Where to.</param>
    public static void Write(IReadOnlyList<(string File, KeyObject Object)> shown, KernelProfile? kernel, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                if (kernel is not null)
                {
                    KernelJson.Write(json, kernel);
                }

                json.WriteStartArray("keys"u8);
                foreach (var (file, found) in shown)
                {
                    json.WriteStartObject();
                    json.WriteString("file"u8, file);
                    WriteJson(json, found, kernel);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        foreach (var (file, found) in shown)
        {
            report.Line($"{file}: {found.Kind.Replace('-', ' ')}");
            WriteText(found, kernel, report);
        }
    }

    /// <summary>The name of a key's kind and size: <c>rsa2048</c>, <c>p256</c>.</summary>
    public static string TypeOf(PublicKey? key) => key switch
    {
        null => "unsupported",
        { Kind: KeyKind.Rsa } => $"rsa{key.Bits}",
        _ => $"p{key.Bits}",
    };

    /// <summary>The keyid of signatures: by the certificate, else as it is made for a bare key.</summary>
    private static string? KeyIdOf(KeyObject found) => found.Certificate is { } certificate
        ? certificate.KeyId?.ToString("x8", CultureInfo.InvariantCulture)
        : Convert.ToHexStringLower(found.Key!.ComputeSkid())[^8..];

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    private static void WriteText(KeyObject found, KernelProfile? kernel, Report report)
    {
        Line("type", TypeOf(found.Key));
        Line("keyid", KeyIdOf(found) ?? "none");
        if (found.Certificate is { } certificate)
        {
            Line("skid", certificate.Skid.IsEmpty ? "none" : Hex(certificate.Skid));
            Line("subject", Shown(DistinguishedName.ToText(certificate.Subject)));
            Line("issuer", Shown(DistinguishedName.ToText(certificate.Issuer)) + (IsSelfIssued(certificate) ? " (itself)" : string.Empty));
            Line("serial", Hex(certificate.Serial));
            Line("usage", $"{(UsagesOf(certificate) is { Count: > 0 } usages ? string.Join(", ", usages) : "none")}, {(certificate.IsCa ? "a CA" : "no CA")}");
            Line("valid", $"{Time(certificate.NotBefore) ?? "?"} to {Time(certificate.NotAfter) ?? "?"} (the kernel does not look)");
            Line("sha1", Hex(KernelHash.Compute(HashAlgo.Sha1, certificate.Der.Span).Memory));
            Line("sha256", Hex(KernelHash.Compute(HashAlgo.Sha256, certificate.Der.Span).Memory));
            Line("in kernel", $"asymmetric, {Shown(certificate.Description)}");
            var objections = ObjectionsTo(certificate, kernel);
            Line(".ima, .evm", objections.Count == 0
                ? report.Painted(Paint.Green, "fits") + (kernel is null ? $" a kernel with {NeedOf(certificate)} that trusts the issuer" : $" kernel {NameOf(kernel)}, where it trusts the issuer")
                : certificate.IsCa && !LacksScheme(certificate, kernel) ? "take what it signs, where the kernel trusts it: a CA itself goes into the kernel or .machine"
                : report.Painted(Paint.Red, "does not fit") + (kernel is null ? string.Empty : $" kernel {NameOf(kernel)}") + ": " + string.Join("; ", objections));
        }
        else
        {
            Line("sha1", Convert.ToHexStringLower(found.Key!.ComputeSkid()) + " (public key; the usual SKID)");
        }

        if (found.Key is RsaKey rsa)
        {
            Line("version 1", $"user key {KeyBlobV1.Description(rsa)}");
        }

        void Line(string name, string value) => report.Line($"  {name,-11} {value}");
        string Shown(string text) => TerminalText.Of(text, report);
    }

    private static void WriteJson(Utf8JsonWriter json, KeyObject found, KernelProfile? kernel)
    {
        json.WriteString("kind"u8, found.Kind);
        json.WriteString("type"u8, TypeOf(found.Key));
        WriteOrNull(json, "keyid", KeyIdOf(found));
        if (found.Key is { } key)
        {
            json.WriteNumber("bits"u8, key.Bits);
            json.WriteString("public_key_sha1"u8, Convert.ToHexStringLower(key.ComputeSkid()));
        }

        if (found.Key is RsaKey rsa)
        {
            json.WriteString("keyid_v1"u8, KeyBlobV1.Description(rsa));
        }

        if (found.Certificate is not { } certificate)
        {
            return;
        }

        WriteOrNull(json, "skid", certificate.Skid.IsEmpty ? null : Hex(certificate.Skid));
        json.WriteString("subject"u8, DistinguishedName.ToText(certificate.Subject));
        json.WriteString("issuer"u8, DistinguishedName.ToText(certificate.Issuer));
        json.WriteString("serial"u8, Hex(certificate.Serial));
        json.WriteBoolean("ca"u8, certificate.IsCa);
        WriteArray(json, "usage", UsagesOf(certificate));
        WriteOrNull(json, "not_before", Time(certificate.NotBefore));
        WriteOrNull(json, "not_after", Time(certificate.NotAfter));
        json.WriteString("sha1"u8, Hex(KernelHash.Compute(HashAlgo.Sha1, certificate.Der.Span).Memory));
        json.WriteString("sha256"u8, Hex(KernelHash.Compute(HashAlgo.Sha256, certificate.Der.Span).Memory));
        json.WriteString("description"u8, certificate.Description);
        var objections = ObjectionsTo(certificate, kernel);
        WriteOrNull(json, "needs", NeedOf(certificate));
        json.WriteBoolean("fits"u8, objections.Count == 0);
        WriteArray(json, "objections", objections);
    }

    private static IReadOnlyList<string> ObjectionsTo(X509Key certificate, KernelProfile? kernel) =>
        kernel is null ? CertificateFitness.Objections(certificate) : CertificateFitness.Objections(certificate, kernel.Schemes);

    private static bool LacksScheme(X509Key certificate, KernelProfile? kernel) => kernel is not null && certificate.PublicKey is { } key && (key.Scheme & kernel.Schemes) == 0;

    /// <summary>The build option that a kernel needs to verify what the key signs.</summary>
    private static string? NeedOf(X509Key certificate) => certificate.PublicKey is { } key ? SchemeTable.OptionOf(key.Scheme) : null;

    private static string NameOf(KernelProfile kernel) => kernel.Name == NamedKernel.Running && kernel.Release.Length > 0 ? $"{kernel.Name} ({kernel.Release})" : kernel.Name;

    private static void WriteOrNull(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static bool IsSelfIssued(X509Key certificate) => certificate.Subject.Span.SequenceEqual(certificate.Issuer.Span);

    private static string? Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static List<string> UsagesOf(X509Key certificate)
    {
        (KeyUsages Bit, string Name)[] names =
        [
            (KeyUsages.DigitalSignature, "digitalSignature"), (KeyUsages.NonRepudiation, "nonRepudiation"),
            (KeyUsages.KeyEncipherment, "keyEncipherment"), (KeyUsages.DataEncipherment, "dataEncipherment"),
            (KeyUsages.KeyAgreement, "keyAgreement"), (KeyUsages.KeyCertSign, "keyCertSign"), (KeyUsages.CrlSign, "cRLSign"),
        ];
        return [.. names.Where(known => certificate.Usages.HasFlag(known.Bit)).Select(known => known.Name)];
    }
}
