using System.IO.Compression;
using System.Text.Json;

namespace Imara.Tests.Shared;

/// <summary>A folder with the files by which a machine tells about IMA, gone with its test.</summary>
internal sealed class FakeMachine : IDisposable
{
    private const string Ima = "sys/kernel/security/ima/";

    /// <summary>A machine with an IMA that nothing was loaded into: a readable list, no TPM, no EFI.</summary>
    public FakeMachine()
    {
        Root = Directory.CreateTempSubdirectory("imara-machine-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "sys/firmware"));
        Write("proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/vda1 ro\n");
        Write("proc/keys", "1f01 I------     1 perm 1f0b0000     0     0 keyring   .builtin_trusted_keys: 2\n1f02 I------     1 perm 1f0b0000     0     0 keyring   .ima: empty\n");
        Write("dev/kmsg", "6,1,900000,-;ima: Allocated hash algorithm: sha256\n6,2,900100,-;usb: other\n");
        Write("sys/kernel/security/lsm", "lockdown,capability,apparmor,ima,evm");
        Write("sys/kernel/security/evm", "0");
        Write(Ima + "policy", string.Empty, UnixFileMode.UserWrite);
        Write(Ima + "runtime_measurements_count", "1\n");
        Write(Ima + "violations", "0\n");
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>Takes the command line, list and PCRs of a recording below tests/Corpus/lists.</summary>
    public void Record(string name)
    {
        using var json = JsonDocument.Parse(Unpacked($"lists/{name}/pcrs.json.gz"));
        var line = json.RootElement.GetProperty("boot").GetString()!;
        var hash = line.Split(' ').LastOrDefault(word => word.StartsWith("ima_hash=", StringComparison.Ordinal))?["ima_hash=".Length..] ?? "sha256";
        Write("proc/cmdline", line + "\n");
        Write("dev/kmsg", $"6,1,900000,-;ima: Allocated hash algorithm: {hash}\n6,2,900100,-;usb: other\n");
        Write(Ima + "runtime_measurements_count", json.RootElement.GetProperty("count").GetInt64() + "\n");
        WriteBytes(Ima + "binary_runtime_measurements", Unpacked($"lists/{name}/binary.gz"));
        foreach (var bank in json.RootElement.GetProperty("pcrs").EnumerateObject())
        {
            foreach (var pcr in bank.Value.EnumerateObject())
            {
                Write($"sys/class/tpm/tpm0/pcr-{bank.Name}/{pcr.Name}", pcr.Value.GetString()!.ToUpperInvariant() + "\n");
            }
        }
    }

    /// <summary>Takes the list, PCRs and logs of a boot below tests/Corpus/aggregate.</summary>
    public void RecordBoot(string name)
    {
        using var json = JsonDocument.Parse(Unpacked($"aggregate/{name}.json.gz"));
        WriteBytes(Ima + "binary_runtime_measurements", json.RootElement.GetProperty("lists").GetProperty("sha1").GetBytesFromBase64());
        WriteBytes("sys/kernel/security/tpm0/binary_bios_measurements", json.RootElement.GetProperty("firmware_log_b64").GetBytesFromBase64());
        Write("run/log/systemd/tpm2-measure.log", json.RootElement.GetProperty("userspace_log").GetString()!);
        foreach (var bank in json.RootElement.GetProperty("pcrs").EnumerateObject())
        {
            foreach (var pcr in bank.Value.EnumerateObject())
            {
                Write($"sys/class/tpm/tpm0/pcr-{bank.Name}/{pcr.Name}", pcr.Value.GetString()!.ToUpperInvariant() + "\n");
            }
        }
    }

    /// <summary>Loads a policy, as far as it shows.</summary>
    /// <param name="text">The policy as it reads back; null: the file is gone.</param>
    public void Load(string? text)
    {
        File.Delete(Path.Combine(Root, Ima + "policy"));
        if (text is not null)
        {
            Write(Ima + "policy", text, UnixFileMode.UserRead);
        }

        File.AppendAllText(Path.Combine(Root, "dev/kmsg"), "6,3,2500000,-;ima: policy update completed\n");
    }

    /// <summary>Writes a file below the folder.</summary>
    public void Write(string path, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        WriteBytes(path, System.Text.Encoding.UTF8.GetBytes(text));
        File.SetUnixFileMode(Path.Combine(Root, path), mode);
    }

    /// <summary>Writes a file below the folder.</summary>
    public void WriteBytes(string path, byte[] content)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }

    /// <summary>Removes a file or folder.</summary>
    public void Remove(string path)
    {
        var full = Path.Combine(Root, path);
        if (Directory.Exists(full))
        {
            Directory.Delete(full, recursive: true);
        }
        else
        {
            File.Delete(full);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static byte[] Unpacked(string name)
    {
        using var content = new MemoryStream();
        using var gzip = new GZipStream(File.OpenRead(CorpusFiles.PathOf(name)), CompressionMode.Decompress);
        gzip.CopyTo(content);
        return content.ToArray();
    }
}
