using System.Diagnostics;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>Who knows a password, and who may look at a process that does.</summary>
public sealed class KeyPasswordTests : IDisposable
{
    private const int Nobody = 65534;
    private readonly string folder = Directory.CreateTempSubdirectory("imara-password-").FullName;

    public KeyPasswordTests()
    {
        var made = Shell("echo secret >pw; IMARA key generate --type p256 --subject CN=x --out-key key --out-cert cert --password-file pw; echo x >file; chmod 755 . && chmod 644 key pw");
        Assert.True(made.Exit == 0, made.Error);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("key show key", "private key")]
    [InlineData("file sign --key key --digest -n", "")]
    public void Who_sits_at_a_terminal_is_asked_and_what_is_typed_is_not_shown(string arguments, string answer)
    {
        var result = Shell($"{{ sleep 1; echo secret; sleep 1; printf '\\004'; }} | timeout 20 script -qec 'IMARA {arguments}' /dev/null");
        Assert.Contains("password of key: ", result.Output, StringComparison.Ordinal);
        Assert.Contains(answer, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a password is needed", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong", "the password does not open the private key")]
    [InlineData("", "a password is needed; --password-file FILE or $IMARA_KEY_PASSWORD gives it")]
    public void A_wrong_answer_or_none_is_told(string typed, string reason)
    {
        var result = Shell($"{{ sleep 1; echo '{typed}'; sleep 1; }} | timeout 20 script -qec 'IMARA file sign --key key file' /dev/null");
        Assert.Contains(reason, result.Output, StringComparison.Ordinal);
        Assert.Equal(2, result.Exit);
    }

    [Fact]
    public void Nobody_is_asked_where_nobody_sits()
    {
        var result = Shell("timeout 20 IMARA key show key </dev/null");
        Assert.Equal((2, "imara: key: the private key is encrypted: a password is needed; --password-file FILE or $IMARA_KEY_PASSWORD gives it\n"), (result.Exit, result.Error));
    }

    [Theory]
    [InlineData("file sign --key key --password-file pw --digest", true)]
    [InlineData("policy check --kernel 6.12 -", false)]
    public void A_process_that_holds_a_private_key_is_closed_to_others_of_its_user(string arguments, bool isClosed)
    {
        var start = new ProcessStartInfo("setpriv", [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", NativeBinary.Path, .. arguments.Split(' ')])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            // It has read the key when it waits for its input; the kernel gives the files of a process that may not be looked into to root.
            SpinWait.SpinUntil(() => OwnerOf(process.Id) == (isClosed ? 0 : Nobody) && File.ReadAllText($"/proc/{process.Id}/comm") == "imara\n", TimeSpan.FromSeconds(10));
            Thread.Sleep(200);
            Assert.Equal((false, isClosed ? 0 : Nobody), (process.HasExited, OwnerOf(process.Id)));
        }
        finally
        {
            process.Kill();
        }
    }

    private int OwnerOf(int process) => int.Parse(Shell($"stat -c %u /proc/{process}/environ").Output, System.Globalization.CultureInfo.InvariantCulture);

    private CommandResult Shell(string script) => Command.Run("bash", ["-c", $"cd {folder} && {script.Replace("IMARA ", NativeBinary.Path + " ", StringComparison.Ordinal)}"]);
}
