/** Words for containers whose process cannot be started at all. */
import { crash } from './crashes.ts';
import type { CodeWords } from './words.ts';

export const START_CODES = {
  EntryPointNotFound: {
    ...crash,
    title: {
      en: 'Container {container} of {subject} cannot start: its command[[ {command}]] is not found in the image (no such file)',
      zh: '{subject} 的容器 {container} 无法启动:镜像中找不到启动命令[[ {command}]](not found)',
    },
    explanation: {
      en: 'The entrypoint[[ {command}]] does not exist in image {image}[[: {said}]]. Either command/args or the image is wrong.',
      zh: '镜像 {image} 中不存在启动命令(entrypoint)[[ {command}]][[:{said}]]。command/args 或镜像有误。',
    },
  },
  EntryPointNotExecutable: {
    ...crash,
    title: {
      en: 'Container {container} of {subject} cannot start: its command[[ {command}]] may not be executed (permission denied)',
      zh: '{subject} 的容器 {container} 无法启动:启动命令[[ {command}]]没有执行权限(permission denied)',
    },
    explanation: {
      en: 'The file is there and is not executable for the user of the container[[: {said}]].',
      zh: '文件存在,但容器用户没有执行权限[[:{said}]]。',
    },
  },
  ExecFormatError: {
    ...crash,
    family: 'image_pull',
    runbook: 'image-pull',
    title: {
      en: 'Container {container} of {subject} cannot start: exec format error: image {image} was built for another architecture[[ than {platform}]]',
      zh: '{subject} 的容器 {container} 无法启动:exec format error,镜像 {image} 的架构(architecture)与节点[[ {platform}]]不匹配',
    },
    explanation: {
      en: 'The kernel cannot run the program: the image is for another CPU architecture (amd64 or arm64) than the node[[ {node}]][[ ({platform})]], or the script has no interpreter line.',
      zh: '内核无法执行该程序:镜像的 CPU 架构(amd64/arm64)与节点[[ {node}]][[({platform})]]不一致,或脚本缺少解释器行(#!)。',
    },
  },
  UserNotFound: {
    ...crash,
    title: {
      en: 'Container {container} of {subject} cannot start: the image has no user {user}',
      zh: '{subject} 的容器 {container} 无法启动:镜像中没有用户 {user}',
    },
    explanation: { en: 'The runtime says: {said}.', zh: '运行时报告:{said}。' },
  },
  WorkingDirectoryMissing: {
    ...crash,
    title: {
      en: 'Container {container} of {subject} cannot start: its working directory[[ {command}]] cannot be entered',
      zh: '{subject} 的容器 {container} 无法启动:无法进入工作目录[[ {command}]]',
    },
    explanation: { en: 'The runtime says: {said}.', zh: '运行时报告:{said}。' },
  },
} as const satisfies Record<string, CodeWords>;
