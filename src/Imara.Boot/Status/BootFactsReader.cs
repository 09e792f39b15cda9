using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Imara.Boot.CommandLine;
using Imara.Boot.InForce;
using Imara.Boot.Machine;
using Imara.Linux.Files;
using Imara.Linux.Keyrings;
using Imara.Measurements.Replay;

namespace Imara.Boot.Status;

/// <summary>Reads what a machine tells about IMA. Nothing is written, and the policy file is not opened for writing.</summary>
public sealed class BootFactsReader
{
    private const int FileCap = 16 << 20;
    private const int ListCap = 256 << 10;
    private const string SecureBootVariable = "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

    private static readonly string[] OurPrefixes = ["ima: ", "IMA: ", "evm: ", "integrity: ", "Secure boot", "secureboot: "];

    private readonly string root;

    private BootFactsReader(string root) => this.root = root;

    /// <summary>Reads the facts.</summary>
    /// <param name="root">The folder that holds <c>proc</c>, <c>sys</c> and <c>dev</c>; <c>/</c> for this machine.</param>
    /// <param name="isConfigured">What the build configuration says of IMA; null: not known.</param>
    public static BootFacts Read(string root, bool? isConfigured)
    {
        var reader = new BootFactsReader(root);
        var hasIma = ImaDirectory.TryFind(root, out var ima);
        var inForce = InForceReader.Read(root) ?? new InForceFacts();
        return new BootFacts
        {
            CommandLine = reader.ReadFile("proc/cmdline", FileCap),
            HasSecurityFs = hasIma || reader.HasEntries("sys/kernel/security"),
            HasIma = hasIma,
            IsConfigured = isConfigured,
            InForce = inForce,
            Measurements = ima is null ? null : reader.ReadNumber(ima.PathOf("runtime_measurements_count")),
            Violations = ima is null ? null : reader.ReadNumber(ima.PathOf("violations")),
            ListStart = ima is null ? null : reader.ReadFile(ima.PathOf("binary_runtime_measurements"), ListCap, isStartEnough: true),
            HasTpm = reader.HasEntries("sys/class/tpm"),
            Pcrs = reader.ReadPcrs(),
            Evidence = reader.ReadEvidence(),
            Lsm = reader.ReadText("sys/kernel/security/lsm"),
            SecureBoot = reader.ReadSecureBoot(),
            Evm = reader.ReadEvm(),
            Log = reader.ReadLog(),
            Keyrings = reader.ReadKeyrings(),
        };
    }

    private string PathOf(string below) => Path.Combine(root, below);

    private ReadOnlyMemory<byte>? ReadFile(string below, int cap, bool isStartEnough = false)
    {
        var path = Encoding.UTF8.GetBytes(PathOf(below));
        var error = isStartEnough
            ? WholeFile.ReadStart(path, cap, ReadOptions.None, out var content)
            : WholeFile.Read(path, cap, ReadOptions.None, out content);

        // Not with ?: and null, which would be an empty file.
        if (error != Errno.None)
        {
            return null;
        }

        return content;
    }

    private string? ReadText(string below) => ReadFile(below, FileCap) is { } content ? Encoding.Latin1.GetString(content.Span).Trim() : null;

    private long? ReadNumber(string below) =>
        long.TryParse(ReadText(below), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool HasEntries(string below)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(PathOf(below)).Any();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private uint? ReadEvm()
    {
        var text = ReadText("sys/kernel/security/evm") ?? ReadText("sys/kernel/security/integrity/evm/evm");
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Four bytes of attributes, then one that is 1 or 0.
    private SecureBootState ReadSecureBoot() =>
        !Directory.Exists(PathOf("sys/firmware")) ? SecureBootState.Unknown
        : !Directory.Exists(PathOf("sys/firmware/efi")) ? SecureBootState.NoEfi
        : ReadFile(SecureBootVariable, FileCap) is { Length: 5 } variable ? variable.Span[4] == 1 ? SecureBootState.On : SecureBootState.Off
        : SecureBootState.Unknown;

    // IMA takes the first TPM. Kernels before 5.12 have one file for SHA-1 alone.
    private PcrValues ReadPcrs()
    {
        var values = new PcrValues();
        foreach (var algo in HashAlgos.All)
        {
            for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
            {
                if (ReadFile($"sys/class/tpm/tpm0/pcr-{HashAlgos.NameOf(algo)}/{pcr}", FileCap) is not { } content)
                {
                    break;
                }

                _ = PcrValuesReader.TryReadSysfsFile(content.Span, algo, pcr, values, out _);
            }
        }

        var older = values.IsEmpty ? ReadFile("sys/class/tpm/tpm0/pcrs", FileCap) ?? ReadFile("sys/class/tpm/tpm0/device/pcrs", FileCap) : null;
        return older is { } text && PcrValuesReader.TryRead(text.Span, HashAlgo.Sha1, out var read, out _) ? read : values;
    }

    // The sticky bit tells that systemd extended and did not come to write it down.
    private BootEvidence ReadEvidence()
    {
        const string UserLog = "run/log/systemd/tpm2-measure.log";
        var user = ReadFile(UserLog, FileCap);
        var isOpen = user is not null && (File.GetUnixFileMode(PathOf(UserLog)) & UnixFileMode.StickyBit) != 0;
        return BootEvidence.Read(ReadFile("sys/kernel/security/tpm0/binary_bios_measurements", FileCap), user, isOpen, ReadText("proc/sys/kernel/random/boot_id"));
    }

    private ImmutableArray<KernelMessage>? ReadLog()
    {
        using var log = new KernelLog(PathOf("dev/kmsg"));
        return log.TryReadAll(out var messages) ? [.. messages.Where(IsOurs)] : null;
    }

    // Before 4.18 the prefix was in capitals.
    private static bool IsOurs(KernelMessage message) => message.IsKernel && OurPrefixes.Any(prefix => message.Text.StartsWith(prefix, StringComparison.Ordinal));

    private ImmutableArray<KeyringFact>? ReadKeyrings()
    {
        if (ReadFile("proc/keys", FileCap) is not { } content)
        {
            return null;
        }

        var visible = ProcKeysReader.Read(content);
        var found = ImmutableArray.CreateBuilder<KeyringFact>();
        foreach (var name in KeyringFact.Names)
        {
            if (visible.FirstOrDefault(key => key.IsKeyring && key.Name.Span.SequenceEqual(Encoding.ASCII.GetBytes(name))) is { } ring)
            {
                found.Add(new KeyringFact(name, CountOf(ring), KeysOf(ring, visible)));
            }
        }

        return found.ToImmutable();
    }

    // `.ima: 2`, `.ima: empty`
    private static int? CountOf(ProcKey ring)
    {
        var text = Encoding.Latin1.GetString(ring.Description.Span[ring.Name.Length..]).TrimStart(':', ' ');
        return text == "empty" ? 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    // Only this machine's kernel can be asked what is in a keyring.
    private ImmutableArray<ByteString> KeysOf(ProcKey ring, IReadOnlyList<ProcKey> visible) =>
        root != "/" || KeyCalls.Members(ring.Serial, out var members) != Errno.None ? []
            : [.. members.Select(member => visible.FirstOrDefault(key => key.Serial == member)).OfType<ProcKey>().Select(key => new ByteString(key.Name.Span))];
}
