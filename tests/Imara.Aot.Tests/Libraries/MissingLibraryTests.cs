using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Libraries;

/// <summary>Systems without OpenSSL, with half of it, and without /proc: what needs nothing of it works there, and the rest says what is missing.</summary>
public sealed class MissingLibraryTests(SmallSystemFiles files) : IClassFixture<SmallSystemFiles>
{
    private const string Crypto = "libcrypto.so.3";
    private const string Ssl = "libssl.so.3";

    // What needs neither library: the same in every system.
    private static readonly (string Line, int Exit)[] Everywhere =
    [
        ("/imara --version", 0),
        ("/imara policy check --kernel 6.12 /policy", 0),
        ("/imara policy explain --kernel 6.12 /policy", 0),
        ("/imara policy builtin tcb --kernel 6.12", 0),
        ("/imara list show /list", 0),
        ("/imara list verify /list --pcrs /pcrs", 0),
        ("/imara key show /ec.crt", 0),
        ("/imara file hash /file", 0),
        ("/imara file show /file", 0),
        ("/imara file verify /file", 0),
        ("/imara file verify --cert /rsa.crt /signed-rsa", 0),
        ("/imara file hash --algo wp512 --force /file", 0),
        ("/imara file clear /file", 0),
        ("/evmctl ima_hash /file", 0),
        ("/evmctl ima_verify -k /rsa.crt /signed-rsa", 0),
        ("/evmctl ima_clear /file", 0),
        ("/evmctl ima_measurement --pcrs sha256,/pcrs256 /list", 0),
        ("/imara policy check --kernel 6.12 /wrong", 1),
    ];

    // What needs libcrypto.
    private static readonly (string Line, int Without)[] WithCrypto =
    [
        ("/imara file sign --force --key /rsa.pem /file", 2),
        ("/imara file sign --force --key /ec.pem /file", 2),
        ("/imara file verify --kernel 6.12 --cert /ec.crt /signed-ec", 2),
        ("/evmctl ima_sign -k /rsa.pem /file", 125),
        ("/evmctl ima_verify -k /ec.crt /signed-ec", 125),
    ];

    // What needs libssl, too.
    private static readonly (string Line, int Without)[] WithSsl =
    [
        ("/imara key generate --leaf --subject CN=x --type p256 --out-key /made.pem --out-cert /made.crt --force", 2),
        ("/imara file sign --force --key /encrypted.pem --password-file /password /file", 2),
    ];

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, false, true)]
    [InlineData(false, false, false)]
    public void Each_verb_works_or_says_what_is_missing(bool hasCrypto, bool hasSsl, bool hasProc)
    {
        using var system = new SmallSystem([.. hasCrypto ? [Crypto] : Array.Empty<string>(), .. hasSsl ? [Ssl] : Array.Empty<string>()], hasProc);
        files.CopyTo(system);
        var wrong = new List<string>();
        foreach (var (line, exit) in Everywhere)
        {
            Expect(line, exit, null);
        }

        foreach (var (line, without) in WithCrypto)
        {
            Expect(line, hasCrypto ? 0 : without, hasCrypto ? null : $"{Crypto} is missing");
        }

        foreach (var (line, without) in WithSsl)
        {
            Expect(line, hasSsl ? 0 : without, hasSsl ? null : hasCrypto ? $"{Ssl} is missing" : $"{Crypto} and {Ssl} are missing");
        }

        Assert.Empty(wrong);

        void Expect(string line, int exit, string? text)
        {
            var result = system.Run(line);
            if (result.Exit != exit || (text is not null && !result.Error.Contains(text, StringComparison.Ordinal))
                || result.Error.Contains("internal error", StringComparison.Ordinal) || result.Error.Contains("No usable version", StringComparison.Ordinal))
            {
                wrong.Add($"{line}: {result.Exit}, not {exit}: {result.Error}{result.Output}");
            }
        }
    }

    [Fact]
    public void A_command_runs_and_is_measured_without_any_of_it()
    {
        using var system = new SmallSystem([], hasProc: true);
        files.CopyTo(system);
        var result = system.Run("/imara run --policy /measure --ascii /tmp/list -- /imara --version");
        Assert.Equal(0, result.Exit);
        Assert.StartsWith("imara ", result.Output);
        Assert.Contains(" /imara", File.ReadAllText($"{system.Root}/tmp/list"));
    }

    [Fact]
    public void A_digest_is_the_same_with_and_without_libcrypto()
    {
        var labels = new List<string>();
        foreach (var libraries in new string[][] { [], [Crypto] })
        {
            using var system = new SmallSystem(libraries, hasProc: false);
            files.CopyTo(system);
            Assert.Equal(0, system.Run("/imara file hash /imara").Exit);
            labels.Add(Shell.Run($"getfattr -n security.ima -e hex --only-values {system.Root}/imara | xxd -p | tr -d '\\n'"));
        }

        Assert.Equal(labels[0], labels[1]);
        Assert.NotEmpty(labels[0]);
    }

    [Fact]
    public void A_library_that_lacks_a_function_is_named_with_it()
    {
        using var system = new SmallSystem([Crypto], hasProc: true);
        files.CopyTo(system);
        var stub = system.Root + SmallSystem.PathOf(Crypto);
        Shell.Run($"echo 'int OPENSSL_init_crypto(unsigned long a, void *b) {{ return 1; }}' | cc -shared -fPIC -x c - -o {stub}");
        var result = system.Run("/imara file sign --force --key /rsa.pem /file");
        Assert.Equal(2, result.Exit);
        Assert.Contains($"{Crypto} lacks ", result.Error);
        Assert.DoesNotContain("EntryPoint", result.Error);
        Assert.Equal(0, system.Run("/imara file hash --force /file").Exit);
    }

    [Fact]
    public void A_library_beside_the_program_is_not_loaded()
    {
        using var mount = TemporaryMount.Tmpfs(megabytes: 64);
        Shell.Run($$"""
            cd {{mount.Root}} && cp {{NativeBinary.Path}} imara && cp {{files.Folder}}/rsa.pem {{files.Folder}}/file .
            echo '#include <stdio.h>
            __attribute__((constructor)) static void planted(void) { fclose(fopen("{{mount.Root}}/loaded", "w")); }' | cc -shared -fPIC -x c - -o planted.so
            for name in libcrypto.so.3 libcrypto.so libssl.so.3 libssl.so libc.so libc.so.6; do cp planted.so $name; done
            """);
        var result = Command.Run(mount.Root + "/imara", ["file", "sign", "--key", mount.Root + "/rsa.pem", mount.Root + "/file"]);
        Assert.Equal(0, result.Exit);
        Assert.False(File.Exists(mount.Root + "/loaded"));
    }
}
