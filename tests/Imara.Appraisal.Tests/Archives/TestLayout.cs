using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Imara.Appraisal.Archives.Oci;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>An image layout in a folder of its own.</summary>
internal sealed class TestLayout : IDisposable
{
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    public const string IndexType = "application/vnd.oci.image.index.v1+json";
    public const string Gzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string Plain = "application/vnd.oci.image.layer.v1.tar";

    public TestLayout()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "blobs/sha256"));
        Put("oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("imara-oci-").FullName;

    public static string DigestOf(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static byte[] Compress(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }

    public void Put(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    public string Blob(byte[] bytes, string type, string more = "")
    {
        var digest = DigestOf(bytes);
        File.WriteAllBytes(Path.Combine(Folder, "blobs/sha256", digest[7..]), bytes);
        return $$$"""{"mediaType":"{{{type}}}","digest":"{{{digest}}}","size":{{{bytes.Length}}}{{{more}}}}""";
    }

    public string Blob(string text, string type, string more = "") => Blob(Encoding.UTF8.GetBytes(text), type, more);

    public string Image(params (byte[] Tar, string Type)[] layers)
    {
        var diffIds = string.Join(',', layers.Select(l => $"\"{DigestOf(l.Tar)}\""));
        var config = Blob($$$"""{"architecture":"amd64","os":"linux","x-unknown":{"é":1.50},"rootfs":{"type":"layers","diff_ids":[{{{diffIds}}}]},"history":[]}""", "application/vnd.oci.image.config.v1+json");
        var blobs = string.Join(',', layers.Select(l => Blob(l.Type == Gzip ? Compress(l.Tar) : l.Tar, l.Type)));
        return Blob($$$"""{"schemaVersion":2,"config":{{{config}}},"layers":[{{{blobs}}}],"annotations":{"k":"v"}}""", ManifestType);
    }

    public void Index(params string[] manifests) => Put("index.json", $$"""{"schemaVersion":2,"manifests":[{{string.Join(',', manifests)}}],"x-more":[1,2]}""");

    public bool TryLabel(out OciError error, bool isDryRun = false, bool removes = false, IOciListener? listener = null, Func<FileAction>? action = null) =>
        new OciLabeller(action ?? (() => new HashAction(HashAlgo.Sha256))) { IsDryRun = isDryRun, RemovesReplaced = removes, Listener = listener, Workers = 2 }.TryLabel(Folder, out error);

    public JsonObject Json(string name) => (JsonObject)JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, name)))!;

    public JsonObject Json(JsonNode? descriptor) => (JsonObject)JsonNode.Parse(Bytes(descriptor))!;

    /// <summary>The blob of a descriptor, whose digest and size are right.</summary>
    public byte[] Bytes(JsonNode? descriptor)
    {
        var digest = descriptor!["digest"]!.GetValue<string>();
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "blobs/sha256", digest[7..]));
        Assert.Equal(digest, DigestOf(bytes));
        Assert.Equal(bytes.Length, descriptor["size"]!.GetValue<long>());
        return bytes;
    }

    /// <summary>The files of each layer of an image, whose digests are all right.</summary>
    public List<string> FilesOf(JsonNode? descriptor)
    {
        var files = new List<string>();
        var manifest = Json(descriptor);
        var diffIds = (JsonArray)Json(manifest["config"])["rootfs"]!["diff_ids"]!;
        var layers = (JsonArray)manifest["layers"]!;
        for (var i = 0; i < layers.Count; i++)
        {
            var bytes = Bytes(layers[i]);
            if (layers[i]!["mediaType"]!.GetValue<string>() == Gzip)
            {
                using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                using var unpacked = new MemoryStream();
                gzip.CopyTo(unpacked);
                bytes = unpacked.ToArray();
            }

            Assert.Equal(diffIds[i]!.GetValue<string>(), DigestOf(bytes));
            files.AddRange(Labelled.Files(bytes).Select(f => $"{i}: {f}"));
        }

        return files;
    }

    /// <summary>Every file of the folder with its digest.</summary>
    public List<string> Snapshot() =>
        [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"{Path.GetRelativePath(Folder, f)} {DigestOf(File.ReadAllBytes(f))}")];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
