using System.IO.Compression;
using System.Text.Json;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>The data under tests/Corpus.</summary>
internal static class Corpus
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> MadeFile = new(() =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(PathOf("signatures/made.json")))!);

    public static IReadOnlyList<RecordedSignature> Signatures { get; } = ReadSignatures();

    /// <summary>An entry of made.json, decoded from hex or base64.</summary>
    public static byte[] Made(string name)
    {
        var text = MadeFile.Value[name];
        return name.StartsWith("v1_s", StringComparison.Ordinal) || name is "v1_blob" or "v1_keyid" or "p192_sha256_abc"
            ? Convert.FromHexString(text)
            : Convert.FromBase64String(text);
    }

    public static X509Key MadeCertificate(string name) => Parse(Made(name));

    /// <summary>A certificate of tests/Corpus/keys.</summary>
    public static X509Key Certificate(string name) => Parse(CertificateDer(name));

    public static byte[] CertificateDer(string name)
    {
        Assert.True(Pem.TryDecode(File.ReadAllBytes(PathOf($"keys/{name}.pem")), "CERTIFICATE", out var der));
        return der;
    }

    public static Keyring KeyringOf(params IEnumerable<string> names)
    {
        var keyring = new Keyring();
        foreach (var name in names)
        {
            Assert.Equal(Errno.None, keyring.Add(Certificate(name)));
        }

        return keyring;
    }

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Corpus", name);

    private static X509Key Parse(byte[] der)
    {
        Assert.True(X509Key.TryParse(der, out var key, out var error), error.ToString());
        return key;
    }

    private static List<RecordedSignature> ReadSignatures()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(PathOf("signatures/signatures.jsonl.gz")), CompressionMode.Decompress));
        var read = new List<RecordedSignature>();
        while (file.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            read.Add(RecordedSignature.Read(json.RootElement));
        }

        return read;
    }
}
