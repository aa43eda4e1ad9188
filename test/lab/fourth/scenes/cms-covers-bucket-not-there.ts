import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'cms-covers-bucket-not-there',
  family: 'config-name',
  on: 'tke',
  now: '2026-06-02T06:40:00Z',
  hops: 2,
  question: '编辑反馈后台上传封面图一直转圈然后报错,文章正文能保存。MinIO 是不是又满了?',
  causes: [
    {
      subjects: [one('ConfigMap', 'news/cms-env'), ...of('news/cms-php')],
      says: [
        ['covers-hd', 'bucket', '桶'],
        [...ABSENT, 'nosuchbucket'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'news/editor-web')],
  not: [one('StatefulSet', 'news/minio'), one('Deployment', 'news/editor-web'), one('Deployment', 'news/thumbnailer')],
  play: (f) => {
    const cm = f.config(
      'news/cms-env',
      {
        APP_ENV: 'production',
        AWS_ENDPOINT: 'http://minio:9000',
        AWS_BUCKET: 'covers-hd',
        AWS_USE_PATH_STYLE_ENDPOINT: 'true',
        DB_HOST: 'cms-mysql',
      },
      220,
    );
    f.edited(cm, 'kubectl-edit', 140, data('AWS_BUCKET'));
    f.config('news/minio-buckets', { buckets: 'covers\narticle-media\nbackups\n' }, 220);
    f.secret('news/minio-root', ['rootUser', 'rootPassword'], 220);
    f.app({
      ns: 'news',
      name: 'minio',
      kind: 'StatefulSet',
      tone: 'golog',
      n: 1,
      image: 'quay.io/minio/minio:RELEASE.2025-07-23T15-54-02Z',
      port: 9000,
      portName: 's3',
      keys: { MINIO_ROOT_USER: 'secret:minio-root:rootUser', MINIO_ROOT_PASSWORD: 'secret:minio-root:rootPassword' },
      claim: { size: '500Gi', at: '/data' },
      ready: { httpGet: { path: '/minio/health/ready', port: 9000 } },
    });
    f.app({ ns: 'news', name: 'editor-web', tone: 'nginx', n: 2, env: { CMS: 'http://cms-php' } });
    program(f, 'laravel', {
      ns: 'news',
      name: 'cms-php',
      n: 2,
      from: ['cm:cms-env'],
      keys: {
        AWS_ACCESS_KEY_ID: 'secret:minio-root:rootUser',
        AWS_SECRET_ACCESS_KEY: 'secret:minio-root:rootPassword',
      },
    });
    restarted(f, 'news/cms-php', 136);
    f.app({ ns: 'news', name: 'cms-mysql', tone: 'mysqld', n: 1 });
    f.app({
      ns: 'news',
      name: 'thumbnailer',
      tone: 'celery',
      n: 1,
      svc: false,
      ready: null,
      env: { S3_ENDPOINT: 'http://minio:9000', S3_BUCKET: 'covers' },
    });
    tell(
      f,
      'news/cms-php',
      'Error executing "PutObject" on "http://minio:9000/covers-hd/2026/06/upload.jpg"; AWS HTTP error: Client error: `PUT http://minio:9000/covers-hd/2026/06/upload.jpg` resulted in a `404 Not Found` response:\n<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>covers-hd</BucketName> (truncated...)\n NoSuchBucket (client): The specified bucket does not exist {"userId":{n},"exception":"[object] (Aws\\\\S3\\\\Exception\\\\S3Exception(code: 0) at /var/www/vendor/aws/aws-sdk-php/src/WrappedHttpHandler.php:196)"}',
      { from: 46, every: 110 },
    );
    f.say({
      app: 'news/editor-web',
      raw: true,
      from: 46,
      every: 110,
      lines: '172.18.4.{o} - - [{clf}] "POST /api/covers HTTP/1.1" 500 77 "https://editor.news.example/" "Mozilla/5.0"',
    });
    herring.crash(f, 'news/rss-legacy', 20);
  },
});
