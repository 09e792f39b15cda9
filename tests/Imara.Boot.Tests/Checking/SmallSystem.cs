using System.Text;
using Imara.Boot.Checking;
using Imara.Engine.Boot;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Signatures.Keys;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Checking;

/// <summary>A small system below a folder: an init that is a script, and a shell.</summary>
internal sealed class SmallSystem : IDisposable
{
    public SmallSystem() => Shell("mkdir -p sbin bin; printf '#!/bin/sh\\n' >sbin/init; printf shell >bin/sh; chmod 755 sbin/init bin/sh");

    public string Root { get; } = Directory.CreateTempSubdirectory("imara-preflight-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public void Shell(string script) => Assert.Equal(0, Command.Run("bash", ["-c", $"cd {Root}; {script}"]).Exit);

    /// <summary>Labels every regular file by its hash.</summary>
    public void Label() => Shell("find . -type f ! -name p | while read f; do setfattr -n security.ima -v 0x0404$(sha256sum <$f | cut -c1-64) $f; done");

    /// <summary>Gives files a label of the form of a signature, which no key verifies.</summary>
    public void Sign(params string[] files) => Shell($"for f in {string.Join(' ', files)}; do setfattr -n security.ima -v 0x030204112233440004aabbccdd $f; done");

    /// <summary>Makes a certificate; what is signed by its key is signed by nothing else.</summary>
    public X509Key Certificate(string more = "-addext basicConstraints=CA:FALSE -addext keyUsage=digitalSignature")
    {
        Shell($"openssl req -x509 -newkey rsa:2048 -nodes -keyout key -outform DER -out cert -subj /CN=test -days 10 {more} 2>/dev/null");
        Assert.True(X509Key.TryParse(File.ReadAllBytes(Path.Combine(Root, "cert")), out var certificate, out _));
        return certificate;
    }

    public PreflightResult Check(string policy, PreflightAsked? asked = null)
    {
        asked ??= new PreflightAsked();
        var path = Path.Combine(Root, asked.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, policy);
        var kernel = KnownKernels.Find(asked.Kernel) ?? KnownKernels.OfVersion(new KernelVersion(6, 12));
        return new PolicyPreflight(new PreflightQuestion
        {
            Check = PolicyChecker.Check([new PolicySource("p", Encoding.UTF8.GetBytes(policy))], new RuleContext(kernel, LsmContext.None), asked.Method),
            PolicyPath = path,
            Setup = new EngineSetup
            {
                Kernel = kernel,
                Boot = CommandLineParser.Parse(asked.CommandLine ?? string.Empty, kernel, _ => false) with
                {
                    Appraise = AppraiseBits.Enforce,
                    Policies = asked.Boot is { } one ? [one] : [],
                },
            },
            Method = asked.Method,
            Mode = asked.Mode,
            Root = Root,
            CommandLine = asked.CommandLine,
            LoadedBy = asked.By,
            Trusted = asked.Trusted,
            LooksAtRunning = asked.Running,
            LabelsAssumed = asked.LabelsAssumed,
            Keys = asked.Keys,
            EvmKeys = asked.EvmKeys,
        }).Run();
    }
}
