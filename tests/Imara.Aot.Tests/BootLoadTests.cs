using System.Text.Json;
using System.Text.RegularExpressions;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara boot load` on a machine that is made of files: its own keyrings, kernel version and folder of IMA, whose policy file takes everything and never goes.</summary>
/// <remarks>What real kernels do with it is in Imara.Kernel.Tests.</remarks>
public sealed partial class BootLoadTests : IDisposable
{
    private const string Approved = "tests/Imara.Aot.Tests/Boot";

    // The names of the machine under the test must not be in what is told, and no library of cryptography may be found.
    private const string Machine = """
        set -e
        cd "$FOLDER"
        mount -t tmpfs none /run
        mount -t tmpfs none /sys/kernel/security
        mkdir -p /sys/kernel/security/ima
        echo lockdown,capability >/sys/kernel/security/lsm
        echo 6.12.0-test >release && mount --bind release /proc/sys/kernel/osrelease
        echo "quiet $PARAMETERS" >cmdline && mount --bind cmdline /proc/cmdline
        printf 'CONFIG_IMA=y\nCONFIG_IMA_APPRAISE=y\n' >config
        mount -t tmpfs none /boot && cp config /boot/config-6.12.0-test
        [ ! -e /proc/config.gz ] || mount --bind config /proc/config.gz
        for library in /usr/lib/*/libcrypto.so* /usr/lib/*/libssl.so* /lib/*/libcrypto.so* /lib/*/libssl.so*; do
            [ ! -f "$library" ] || mount --bind /dev/null "$library"
        done
        kernel=/sys/kernel/security/ima/policy
        printf 'measure func=BPRM_CHECK\n' >good
        printf '# first\nmeasure func=BPRM_CHEK\nmeasure func=BPRM_CHECK\n' >bad
        printf 'measure func=MMAP_CHECK mask=MAY_EXEC\n' >other
        mkdir -p keys/ima system/etc/sysconfig && cp "$CERTIFICATE" keys/ima/a.pem && echo junk >keys/ima/b.der
        fresh() { : >$kernel && chmod 200 $kernel; }
        load() { "$IMARA" boot load "$@" 2>&1 || echo "exit $?"; }
        data() { "$IMARA" boot load --format json "$@" 2>/dev/null || echo "exit $?"; }
        set +e

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("imara-load-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("refused.txt", "fresh; load --policy bad --keys keys; cat $kernel; keyctl show @u | grep -c _ima")]
    [InlineData("refused.json", "fresh; data --policy bad")]
    [InlineData("path.txt", "fresh; load --policy good --keys keys; cat $kernel; echo")]
    [InlineData("path.json", "fresh; data --policy good --path --keys keys")]
    [InlineData("lines.txt", "fresh; load --policy good --lines; cat $kernel; fresh; printf 'measure func=BPRM_CHECK' >cut; load --policy cut; cat $kernel")]
    [InlineData("missing.txt", "fresh; load --root system; load --root system --require; load --policy nowhere --quiet; load --policy system")]
    [InlineData("missing.json", "fresh; data --root system --require")]
    [InlineData("found.txt", "fresh; echo \"IMAPOLICY='/etc/site'\" >system/etc/sysconfig/ima; cp bad system/etc/site; load --root $PWD/system/; mkdir system/etc/ima; cp good system/etc/ima/ima-policy; load --root $PWD/system")]
    [InlineData("unavailable.txt", "rmdir /sys/kernel/security/ima; load --policy good; load --root system")]
    [InlineData("before.txt", "load --policy good; mkdir /run/imara; cp good /run/imara/ima-policy; load --policy good; load --policy other; load --policy bad")]
    [InlineData("read-back.txt", "printf 'measure func=BPRM_CHECK \\n' >$kernel; chmod 400 $kernel; load --policy good; load --policy other; data --policy other")]
    [InlineData("owner.txt", "fresh; chmod 666 good; load --policy good")]
    public void What_becomes_of_a_load_is_told(string golden, string script) => Golden.Match($"{Approved}/{golden}", Told(Run(script).Output));

    [Fact]
    public void Where_a_signature_is_wanted_rules_are_not_written()
    {
        var result = Run("fresh; load --policy good --lines; cat $kernel; load --policy good; cat $kernel; echo", "ima_policy=secure_boot");
        Golden.Match($"{Approved}/signature.txt", Told(result.Output));
    }

    [Theory]
    [InlineData("--auto --lines")]
    [InlineData("policy")]
    public void Wrong_usage_is_status_2(string arguments) => Assert.Equal(2, NativeBinary.Run(["boot", "load", .. arguments.Split(' ')]).Exit);

    [Fact]
    public void No_library_of_cryptography_is_there_to_be_loaded()
    {
        // Without them a key cannot be made, and all of the above was done.
        var result = Run("\"$IMARA\" key generate --leaf --subject CN=x --out-key key --out-cert cert >/dev/null 2>&1 && echo made || echo failed; ldd \"$IMARA\" | sed 's/ => .*//; s/ (0x.*//' | sort");
        Assert.StartsWith("failed\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ssl", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("crypto", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_as_data_has_one_place_for_each_key()
    {
        var json = JsonDocument.Parse(Run("fresh; data --policy good --keys keys").Output.Split('\n')[0]).RootElement;
        Assert.Equal(1, json.GetProperty("schema").GetInt32());
        Assert.Equal([(true, null), (false, "EBADMSG")], json.GetProperty("keys").EnumerateArray().Select(key => (key.GetProperty("serial").ValueKind == JsonValueKind.Number, key.GetProperty("errno").GetString())));
    }

    private CommandResult Run(string script, string parameters = "") => Command.Run(
        "unshare",
        ["--user", "--map-root-user", "--mount", "sh", "-c", Machine + script],
        null,
        ("FOLDER", folder),
        ("IMARA", NativeBinary.Path),
        ("PARAMETERS", parameters),
        ("CERTIFICATE", Repository.PathOf("tests/Corpus/keys/rsa2048.pem")));

    private string Told(string output) => Serial().Replace(output.Replace(folder, "/folder", StringComparison.Ordinal), "${before} SERIAL");

    [GeneratedRegex("""(?<before>\bkey|"serial":) ?\d+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Serial();
}
