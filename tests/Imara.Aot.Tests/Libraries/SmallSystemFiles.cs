using System.Text.Json;
using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Libraries;

/// <summary>What the small systems hold: a policy, a list, keys, and files that these signed.</summary>
public sealed class SmallSystemFiles : IDisposable
{
    private const string Recorded = "busybox-tcb-ima-ng";

    public SmallSystemFiles() => Shell.Run($$"""
        set -e
        cd {{Folder}}
        openssl genrsa -out rsa.pem 2048
        openssl ecparam -genkey -name prime256v1 -noout -out ec.pem
        for key in rsa ec; do openssl req -new -x509 -key $key.pem -subj /CN=$key -days 3650 -addext keyUsage=digitalSignature -out $key.crt; done
        openssl pkcs8 -topk8 -in rsa.pem -passout pass:secret -out encrypted.pem
        echo secret > password
        echo 'appraise func=BPRM_CHECK' > policy
        echo 'apprise func=BPRM_CHECK' > wrong
        echo 'measure func=BPRM_CHECK' > measure
        echo content > file
        cp file signed-rsa && cp file signed-ec
        """);

    /// <summary>Where they are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("imara-small-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal void CopyTo(SmallSystem system)
    {
        Shell.Run($$"""
            set -e
            cd {{system.Root}} && cp {{Folder}}/* .
            for key in rsa ec; do {{NativeBinary.Path}} file sign --key $key.pem signed-$key; done
            """);
        system.PutList("list", Recorded + "/binary");
        system.PutList("pcrs", Recorded + "/pcrs.json");
        using var pcrs = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(system.Root, "pcrs")));
        File.WriteAllLines(
            Path.Combine(system.Root, "pcrs256"),
            pcrs.RootElement.GetProperty("pcrs").GetProperty("sha256").EnumerateObject().Select(pcr => $"PCR-{int.Parse(pcr.Name):00}: {pcr.Value.GetString()}"));
    }
}
