using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>What a verb that looks at many things answers, situation by situation: not looked at is never 0.</summary>
public sealed class NothingLookedAtTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-status-").FullName;

    public NothingLookedAtTests()
    {
        LabelledTree.Shell($$"""
            set -e; cd {{folder}}
            {{NativeBinary.Path}} key generate --leaf --subject CN=x --type p256 --out-key key --out-cert crt > /dev/null 2>&1
            {{NativeBinary.Path}} key generate --leaf --subject CN=y --type p256 --out-key key2 --out-cert crt2 > /dev/null 2>&1
            mkdir empty one links tree tree/lib tree/lib/modules bad; printf x > one/good; printf y > bad/file; printf m > tree/lib/modules/x.ko
            {{NativeBinary.Path}} file sign --key key --cert crt -r one > /dev/null
            ln -s ../one/good links/good; ln -s one link; ln -s nowhere dangling
            echo 'appraise func=BPRM_CHECK appraise_type=imasig' > exec; echo 'appraise func=MODULE_CHECK appraise_type=imasig' > modules; echo 'bad rule' > refused
            openssl cms -sign -binary -noattr -nocerts -md sha256 -in tree/lib/modules/x.ko -signer crt -inkey key -outform DER -out sig 2> /dev/null
            cp tree/lib/modules/x.ko appended.ko; cat sig >> appended.ko
            printf '\0\0\2\0\0\0\0\0' >> appended.ko; printf "$(printf '%08x' $(stat -c %s sig) | sed 's/../\\x&/g')" >> appended.ko; printf '~Module signature appended~\n' >> appended.ko
            sed 's/^m/M/' appended.ko > changed.ko
            tar cf none.tar --files-from /dev/null; tar cf one.tar one; tar cf directory.tar empty
            echo 'type=INTEGRITY_DATA msg=audit(1700000000.123:45): pid=94 uid=0 auid=1 ses=1 subj=u op=appraise_data cause=missing-hash comm="x" name="/e" dev="vdb" ino=18 res=0 errno=0' > log
            echo 'type=DAEMON_START msg=audit(1700000000.123:44): op=start' > quiet; : > nothing
            gzip -k log quiet; head -c 60 log.gz > cut.gz; bzip2 -k log 2> /dev/null || printf 'BZh91AY' > log.bz2; head -c 3000 /dev/urandom | tr -d '{' > noise
            mkdir -p oci/blobs/sha256; echo '{"imageLayoutVersion":"1.0.0"}' > oci/oci-layout; echo '{"schemaVersion":2,"manifests":[]}' > oci/index.json
            cp -r oci unknown; h=$(printf '{}' | tee m | sha256sum | cut -d' ' -f1); cp m unknown/blobs/sha256/$h
            echo "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.example\",\"digest\":\"sha256:$h\",\"size\":2}]}" > unknown/index.json
            cp -r oci broken; echo '{"schemaVersion":2}' > broken/index.json
            : > no-tests; printf '\n \n' > blank; echo '{"func":"BPRM_CHECK","mask":["MAY_EXEC"],"expect":{"actions":["appraise"]} }' > tests; sed 's/"appraise"/"measure"/' tests > wrong
            """);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0, "file verify --cert crt -r one")]
    [InlineData(0, "file verify --cert crt links/good")]
    [InlineData(0, "file verify --cert crt -r link")]
    [InlineData(1, "file verify --cert crt2 one/good")]
    [InlineData(1, "file verify bad/file")]
    [InlineData(2, "file verify one/good")]
    [InlineData(2, "file verify bad/file one/good")]
    [InlineData(2, "file verify one")]
    [InlineData(2, "file verify dangling")]
    [InlineData(2, "file verify /dev/null")]
    [InlineData(2, "file verify missing")]
    [InlineData(2, "file verify -r missing")]
    [InlineData(2, "file verify -r empty")]
    [InlineData(0, "file verify --allow-empty -r empty")]
    [InlineData(2, "file verify --allow-empty --cert crt one/good missing")]
    [InlineData(2, "file verify -r one --include 'nothing*'")]
    [InlineData(2, "file verify -r one --exclude '*'")]
    [InlineData(2, "file verify -r one --fowner 4242")]
    [InlineData(0, "file verify -r one --fowner 4242 --allow-empty")]
    [InlineData(2, "policy decide --events nothing exec")]
    [InlineData(2, "policy decide --events blank exec")]
    [InlineData(0, "policy decide --allow-empty --events nothing exec")]
    [InlineData(2, "list show nothing")]
    [InlineData(2, "list show --format json nothing")]
    [InlineData(2, "trace replay nothing")]
    [InlineData(2, "trace replay blank")]
    [InlineData(0, "trace replay --allow-empty blank")]
    [InlineData(2, "file verify --from-policy exec one/good")]
    [InlineData(0, "file verify --from-policy exec --allow-empty one/good")]
    [InlineData(2, "file verify --from-policy refused one/good")]
    [InlineData(2, "file verify --evm one/good")]
    [InlineData(2, "file verify --rule 'appraise func=MODULE_CHECK appraise_type=imasig|modsig' appended.ko")]
    [InlineData(2, "file verify --rule 'appraise func=MODULE_CHECK appraise_type=imasig|modsig' changed.ko")]
    [InlineData(0, "file verify --cert crt --rule 'appraise func=MODULE_CHECK appraise_type=imasig|modsig' appended.ko")]
    [InlineData(1, "file verify --cert crt --rule 'appraise func=MODULE_CHECK appraise_type=imasig|modsig' changed.ko")]
    [InlineData(1, "file verify --cert crt2 --rule 'appraise func=MODULE_CHECK appraise_type=imasig|modsig' appended.ko")]
    [InlineData(1, "file verify --from-policy modules -r tree")]
    [InlineData(1, "file verify --from-policy modules -r tree/lib/modules")]
    [InlineData(0, "file hash --tar directory.tar -o made.tar")]
    [InlineData(0, "file hash --tar none.tar -o made.tar")]
    [InlineData(2, "file hash --tar one.tar -o made.tar --include nothing")]
    [InlineData(2, "file hash --tar none.tar --dry-run")]
    [InlineData(2, "file verify --tar none.tar")]
    [InlineData(2, "file verify --tar directory.tar")]
    [InlineData(0, "file verify --tar none.tar --allow-empty")]
    [InlineData(1, "file verify --tar one.tar")]
    [InlineData(2, "file verify --tar log.gz")]
    [InlineData(2, "file verify --oci oci")]
    [InlineData(0, "file verify --oci oci --allow-empty")]
    [InlineData(2, "file verify --oci unknown --allow-empty")]
    [InlineData(2, "file verify --oci broken --allow-empty")]
    [InlineData(2, "file hash -r empty")]
    [InlineData(2, "file hash --dry-run missing")]
    [InlineData(0, "file hash one/good")]
    [InlineData(2, "file clear -r empty")]
    [InlineData(0, "file clear -r empty --allow-empty")]
    [InlineData(2, "file show -r empty")]
    [InlineData(0, "file show links/good")]
    [InlineData(2, "file fix -r empty")]
    [InlineData(2, "file sign --key key -r empty")]
    [InlineData(0, "file sign --key key -r empty --allow-empty")]
    [InlineData(2, "file sign --key key --oci unknown")]
    [InlineData(2, "file sign --key key --keyid 0 one/good")]
    [InlineData(2, "file sign --key key --from-policy modules one/good")]
    [InlineData(0, "file sign --key key --from-policy modules -r tree/lib/modules")]
    [InlineData(2, "file sign --key key --digest < nothing")]
    [InlineData(0, "file sign --key key --digest --allow-empty < nothing")]
    [InlineData(1, "audit log")]
    [InlineData(2, "audit log.gz")]
    [InlineData(2, "audit - < log.gz")]
    [InlineData(0, "audit quiet")]
    [InlineData(2, "audit quiet.gz")]
    [InlineData(2, "audit cut.gz")]
    [InlineData(2, "audit log.bz2")]
    [InlineData(2, "audit noise")]
    [InlineData(2, "audit /etc/passwd")]
    [InlineData(2, "audit nothing")]
    [InlineData(0, "audit nothing --allow-empty")]
    [InlineData(2, "audit noise --allow-empty")]
    [InlineData(2, "audit missing")]
    [InlineData(2, "policy test exec --expect no-tests")]
    [InlineData(0, "policy test exec --expect tests")]
    [InlineData(1, "policy test exec --expect wrong")]
    [InlineData(2, "policy simulate modules --root empty --no-verify")]
    [InlineData(0, "policy simulate modules --root empty --no-verify --allow-empty")]
    [InlineData(1, "policy simulate modules --root tree --no-verify")]
    [InlineData(1, "policy simulate modules --root tree/lib/modules --no-verify")]
    [InlineData(0, "policy simulate modules --root one --no-verify")]
    public void Not_looked_at_is_never_good(int expected, string command)
    {
        // Without a policy these verbs ask no kernel.
        var asksKernel = !command.StartsWith("file", StringComparison.Ordinal) || command.Contains("--from-policy", StringComparison.Ordinal)
            || command.StartsWith("file verify", StringComparison.Ordinal) || command.StartsWith("file fix", StringComparison.Ordinal);
        var (words, input) = command.Split(" < ") is [var before, var from] ? (before, from) : (command, "/dev/null");
        foreach (var format in (string[])["", " --format json"])
        {
            var result = Command.Run("/bin/bash", ["-c", $"cd {folder} && {NativeBinary.Path} {words}{(asksKernel ? " --kernel 6.12" : "")}{format} < {input}"]);
            Assert.True(result.Exit == expected, $"{command}{format}: {result.Exit}\n{result.Output}{result.Error}");

            // Whoever is not answered, or answered no, is told why.
            Assert.Equal(expected == 0, result.Error.Split('\n').All(line => line.Length == 0 || line.StartsWith("imara: note: ", StringComparison.Ordinal)));
        }
    }
}
