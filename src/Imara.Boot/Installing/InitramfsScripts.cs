namespace Imara.Boot.Installing;

/// <summary>The hook and the script of initramfs-tools.</summary>
/// <remarks>docs/reference/boot.md 3, last paragraph: the script mounts securityfs itself; init moves it to the real root with <c>/sys</c>.</remarks>
internal static class InitramfsScripts
{
    private const string Warn = """
            log_warning_msg "imara: the IMA policy was not loaded"
        """;

    // The shell that `panic` gives would be a machine without the policy. busybox wants -f, the halt of klibc may not know it.
    private const string Halt = """
            log_failure_msg "imara: the IMA policy is required and was not loaded"
            sync
            halt -f || halt || echo o >/proc/sysrq-trigger
            while :; do
                sleep 60
            done
        """;

    /// <summary>Puts the program into the image.</summary>
    public static string Hook(InstallRequest request) => $$"""
        #!/bin/sh
        # Puts what loads the IMA policy into the initramfs; scripts/init-bottom/imara runs it.
        set -e

        if [ "${1-}" = prereqs ]; then
            echo
            exit 0
        fi

        # shellcheck source=/dev/null
        . /usr/share/initramfs-tools/hook-functions
        copy_exec {{request.Program}}

        """;

    /// <summary>Runs the program when the real root is mounted.</summary>
    public static string Script(InstallRequest request) => $$"""
        #!/bin/sh
        # Loads the IMA policy of the real root, which is mounted at rootmnt, before its init runs.
        # shellcheck disable=SC2154

        if [ "${1-}" = prereqs ]; then
            echo
            exit 0
        fi

        # shellcheck source=/dev/null
        . /scripts/functions
        [ -d /sys/kernel/security/ima ] || mount -t securityfs -o nosuid,noexec,nodev securityfs /sys/kernel/security
        if ! {{ShellCommand.Of(request, "$rootmnt")}}; then
        {{(request.IsRequired ? Halt : Warn)}}
        fi

        """;
}
