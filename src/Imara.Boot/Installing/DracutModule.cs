namespace Imara.Boot.Installing;

/// <summary>The module of dracut that loads the policy before the real root becomes the root.</summary>
/// <remarks>
/// docs/reference/boot.md 3. Order 61 in pre-pivot: behind the policy of SELinux (50) and the keys of module integrity (60, and 61 by name), before
/// the policy of that module (62), which has nothing left to load then.
/// </remarks>
internal static class DracutModule
{
    /// <summary>Asks for the module in every image.</summary>
    public const string Configuration = """
        # Loads the IMA policy in the initramfs.
        add_dracutmodules+=" imara "

        """;

    /// <summary>What dracut runs when it makes an image.</summary>
    public static string Setup(InstallRequest request) => $$"""
        #!/bin/bash
        # Loads the IMA policy before the real root becomes the root.

        check() {
            require_binaries {{request.Program}} || return 1
            # Not by itself: /etc/dracut.conf.d/imara.conf asks for it.
            return 255
        }

        depends() {
            return 0
        }

        install() {
            inst_multiple {{request.Program}} mount
            # shellcheck disable=SC2154 # dracut sets it
            inst_hook pre-pivot 61 "$moddir/imara-load.sh"
        }

        """;

    /// <summary>What the image runs.</summary>
    public static string Hook(InstallRequest request) => $$"""
        #!/bin/sh
        # dracut sources this: nothing here may exit. NEWROOT is where the real root is mounted.
        # shellcheck disable=SC2154

        [ -d /sys/kernel/security/ima ] || mount -t securityfs -o nosuid,noexec,nodev securityfs /sys/kernel/security
        if ! {{ShellCommand.Of(request, "$NEWROOT")}}; then
            {{(request.IsRequired ? "die \"imara: the IMA policy is required and was not loaded\"" : "warn \"imara: the IMA policy was not loaded\"")}}
        fi

        """;
}
