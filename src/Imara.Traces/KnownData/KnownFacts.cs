using System.Collections.Immutable;
using System.Text.Json;
using Imara.Measurements.Replay;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Traces.Scenarios;

namespace Imara.Traces.KnownData;

/// <summary>What scenarios use but do not write (<c>files.json</c>): files, certificates, kernels, SELinux and TPM state.</summary>
/// <remarks>docs/reference/corpus.md, files.json.</remarks>
public sealed class KnownFacts
{
    private const int MaxFileBytes = 64 << 20;

    private KnownFacts()
    {
    }

    /// <summary>Nothing but what the program itself knows about recorded kernels.</summary>
    public static KnownFacts Empty { get; } = new();

    internal ImmutableArray<KnownFile> Files { get; private init; } = [];

    internal ImmutableArray<KnownCertificate> Certificates { get; private init; } = [];

    internal ImmutableDictionary<string, KernelProfile> Kernels { get; private init; } = ImmutableDictionary<string, KernelProfile>.Empty;

    internal ImmutableArray<BankValues> BootPcrs { get; private init; } = [];

    internal byte[]? SELinuxState { get; private init; }

    internal byte[]? SELinuxPolicy { get; private init; }

    /// <summary>Reads <c>files.json</c>.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="readFile">Reads a file that it names, by its path relative to it; null if that cannot be read.</param>
    /// <param name="facts">The facts; <see cref="Empty"/> if they cannot be read.</param>
    /// <returns>Null, or why it cannot be read.</returns>
    public static string? TryRead(ReadOnlyMemory<byte> json, Func<string, byte[]?> readFile, out KnownFacts facts)
    {
        facts = Empty;
        try
        {
            using var document = JsonDocument.Parse(json);
            facts = Read(document.RootElement, readFile);
            return null;
        }
        catch (Exception e) when (BadInput.Is(e))
        {
            return BadInput.Reason(e);
        }
    }

    private static KnownFacts Read(JsonElement root, Func<string, byte[]?> readFile) => new()
    {
        Files = [.. root.Properties("files").Select(f => ReadFile(f, readFile))],
        Certificates = [.. root.Items("certificates").SelectMany(c => ReadCertificate(c, readFile))],
        Kernels = root.Properties("kernels").Select(k => ReadKernel(k.Name, k.Value)).ToImmutableDictionary(k => k.Name),
        BootPcrs = root.Child("tpm") is { } tpm ? [.. tpm.Banks("boot_pcrs")] : [],
        SELinuxState = root.Child("selinux")?.OptionalText("state") is { } state ? System.Text.Encoding.UTF8.GetBytes(state) : null,
        SELinuxPolicy = root.Child("selinux")?.Child("policy_as_read_back")?.OptionalText("file") is { } file ? Content(file, readFile) : null,
    };

    private static KnownFile ReadFile(JsonProperty file, Func<string, byte[]?> readFile) => new()
    {
        Path = PathText.Decode(file.Name),
        Size = file.Value.TryGetProperty("size", out var size) && size.TryGetUInt64(out var bytes) ? bytes : throw new TraceFailure($"`{file.Name}` has no size"),
        Mode = (ushort)(0x8000 | JsonFields.Mode(file.Value.Text("mode"))),
        Uid = file.Value.Id("uid"),
        Gid = file.Value.Id("gid"),
        IsAlways = file.Value.Flag("always"),
        Content = file.Value.OptionalText("file") is { } path ? Content(path, readFile) : null,
        Digests = file.Value.Digests("digests"),
        FsVerity = file.Value.Digests("fsverity"),
    };

    private static IEnumerable<KnownCertificate> ReadCertificate(JsonElement json, Func<string, byte[]?> readFile)
    {
        var der = Content(json.Text("file"), readFile);
        return json.Items("loaded").Select(l => new KnownCertificate(json.Text("kernel"), l.Text("keyring"), l.Number("order"), der));
    }

    // What the file does not say about a kernel is taken from the recorded one of that name.
    private static KernelProfile ReadKernel(string name, JsonElement json)
    {
        var known = KnownKernels.Find(name);
        var release = json.Text("release");
        if (!KernelVersion.TryParse(release, out var version))
        {
            throw new TraceFailure($"`{release}` is no kernel release");
        }

        return (known ?? KnownKernels.OfVersion(version)) with
        {
            Name = name,
            Release = release,
            DefaultHash = json.OptionalText("default_hash") is { } hash ? Algo(hash) : HashAlgo.Sha256,
            DefaultTemplate = json.OptionalText("default_template") ?? "ima-ng",
            UsableHashes = HashAlgoSet.Of([.. json.Texts("hash_algos").Select(Algo)]),
            BootHashes = HashAlgoSet.Of([.. json.Texts("hash_at_boot").Select(Algo)]),
            EvmXattrs = [.. json.Texts("evm_xattrs")],
        };
    }

    private static HashAlgo Algo(string name) => HashAlgos.TryParse(name.AsSpan(), out var algo) ? algo : throw new TraceFailure($"`{name}` is no hash algorithm");

    private static byte[] Content(string path, Func<string, byte[]?> readFile)
    {
        var content = readFile(path) ?? throw new TraceFailure($"`{path}` cannot be read");
        return content.Length <= MaxFileBytes ? content : throw new TraceFailure($"`{path}` is larger than 64 MiB");
    }
}
