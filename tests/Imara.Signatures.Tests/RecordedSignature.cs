using System.Text.Json;
using System.Text.RegularExpressions;

namespace Imara.Signatures.Tests;

/// <summary>A line of signatures.jsonl: a file and what the kernel said to it.</summary>
internal sealed partial record RecordedSignature(
    string Name,
    string Kind,
    byte[] Content,
    byte[]? Ima,
    byte[]? Evm,
    Digest? Verity,
    EvmMetadata Metadata,
    IReadOnlyList<RecordedVerdict> Verdicts)
{
    public static RecordedSignature Read(JsonElement line)
    {
        var meta = line.GetProperty("meta");
        var mode = Convert.ToUInt16(meta.GetProperty("mode").GetString(), 8);
        return new RecordedSignature(
            line.GetProperty("name").GetString()!,
            line.GetProperty("kind").GetString()!,
            line.GetProperty("content_b64").GetBytesFromBase64(),
            Xattr(line, "security.ima"),
            Xattr(line, "security.evm"),
            ReadVerity(line),
            new EvmMetadata(0, 0, meta.GetProperty("uid").GetUInt32(), meta.GetProperty("gid").GetUInt32(), (ushort)(0x8000 | mode)),
            [.. line.GetProperty("kernel").EnumerateObject().Select(ReadVerdict)]);
    }

    public override string ToString() => Name;

    private static RecordedVerdict ReadVerdict(JsonProperty boot) => new(
        boot.Name,
        boot.Value.GetProperty("policy")[0].GetString()!,
        boot.Value.GetProperty("accept").GetBoolean(),
        boot.Value.GetProperty("log").EnumerateArray()
            .Select(entry => Cause().Match(entry.GetString()!)).FirstOrDefault(match => match.Success)?.Groups["cause"].Value);

    private static byte[]? Xattr(JsonElement line, string name) =>
        line.GetProperty("xattrs").TryGetProperty(name, out var hex) ? Convert.FromHexString(hex.GetString()!) : null;

    private static Digest? ReadVerity(JsonElement line)
    {
        if (!line.TryGetProperty("verity", out var verity))
        {
            return null;
        }

        Assert.True(HashAlgos.TryParse(verity.GetProperty("alg").GetString(), out var algo));
        return new Digest(algo, Convert.FromHexString(verity.GetProperty("digest").GetString()!));
    }

    [GeneratedRegex(" cause=\"?(?<cause>.*?)\"? (?:comm|name|pid|uid|res)=", RegexOptions.None, 1000)]
    private static partial Regex Cause();
}
